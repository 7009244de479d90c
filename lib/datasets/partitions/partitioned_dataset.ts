import type { JsonObject } from "../../core/json.ts";
import { isPlainObject } from "../../core/json.ts";
import { describeValue } from "../../core/describe_value.ts";
import type { Dataset, LoadOptions, TransferOptions } from "../dataset.ts";
import type { DatasetContext } from "../dataset_type.ts";
import { setOwn } from "../own_property.ts";
import { type Folder, openFolder } from "./folder.ts";
import type { PartitionedOptions } from "./options.ts";

/** What a folder of partitions loads as: functions that load one each, by id. */
export type Partitions<T = unknown> = Readonly<Record<string, () => Promise<T>>>;

/** Files of one kind in a folder, each a value of its own: loaded when asked for, saved one after another. */
export function partitionedDataset(
  options: PartitionedOptions,
  context: DatasetContext,
  describe: () => JsonObject,
): Dataset {
  const { overwrite = false, save_lazily: isLazy = true } = options;
  const folder = openFolder(options, context);
  let loaded: readonly string[] | undefined;
  return {
    type: "partitioned",
    traits: { ephemeral: false },
    async load(load: LoadOptions = {}): Promise<Partitions> {
      const ids = loaded = await folder.list();
      if (ids.length === 0) throw new Error(`No partitions are in "${options.path}"`);
      const partitions: Record<string, () => Promise<unknown>> = {};
      for (const id of ids) setOwn(partitions, id, async () => await folder.open(id).load(load));
      return partitions;
    },
    async save(value: unknown, transfer?: TransferOptions): Promise<void> {
      const before = overwrite ? await folder.list() : [];
      const saved = new Set(await savePartitions(folder, value, { isLazy, transfer }));
      for (const id of before) {
        if (!saved.has(id)) await folder.remove(id);
      }
    },
    obstacle: () => folder.obstacle(),
    exists: async () => (await folder.list()).length > 0,
    locateParts: async (transfer) =>
      folder.locate(transfer === "load" && loaded !== undefined ? loaded : await folder.list()),
    describe,
  };
}

/** Save values by id, in the order of their ids; gives the ids. */
export async function savePartitions(
  folder: Folder,
  value: unknown,
  { isLazy, transfer }: { readonly isLazy: boolean; readonly transfer: TransferOptions | undefined },
): Promise<readonly string[]> {
  if (!(value instanceof Map) && !isPlainObject(value)) {
    throw new TypeError(`Partitions are saved as a map of ids to values: found ${describeValue(value)}`);
  }
  const entries: [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  const sorted = entries.map(([id, part]) => [String(id), part] as const)
    .sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  // Made first, so that a wrong id is told before anything is saved.
  const datasets = sorted.map(([id, part]) => ({ id, part, dataset: folder.open(id) }));
  for (const { id, part, dataset } of datasets) {
    const made: unknown = isLazy && typeof part === "function" ? await part() : part;
    if (made === undefined) throw new TypeError(`There is no value to save for partition "${id}"`);
    await dataset.save(made, transfer);
  }
  return datasets.map(({ id }) => id.replace(/^\/+/, ""));
}
