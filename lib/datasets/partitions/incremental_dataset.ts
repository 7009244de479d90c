import type { JsonObject } from "../../core/json.ts";
import { mapPool } from "../../core/pool.ts";
import type { Dataset, LoadOptions, TransferOptions } from "../dataset.ts";
import type { DatasetContext } from "../dataset_type.ts";
import { previewIds } from "../preview.ts";
import { setOwn } from "../own_property.ts";
import { openFolder } from "./folder.ts";
import {
  checkpointEntry,
  type CheckpointOptions,
  checkpointPlace,
  COMPARISONS,
  type IncrementalOptions,
} from "./options.ts";
import { savePartitions } from "./partitioned_dataset.ts";

/** How many partitions are loaded at once. */
const AT_ONCE = 8;

/**
 * The partitions of a folder that came after a checkpoint, by id. What is new is looked up once and stays so until it is
 * released; `confirm()` moves the checkpoint to the last of it.
 */
export function incrementalDataset(
  options: IncrementalOptions,
  context: DatasetContext,
  describe: () => JsonObject,
): Dataset {
  const { checkpoint: given } = options;
  const rules: CheckpointOptions = typeof given === "string" ? { force_checkpoint: given } : given ?? {};
  const { force_checkpoint: forced, comparison_func: compare = "operator.gt" } = rules;
  const isAfter = typeof compare === "function" ? compare : COMPARISONS[compare]!;
  const { store, key } = checkpointPlace(options, context);
  const folder = openFolder(options, context, { except: [store.uri(key)] });
  const inherited = context.credentials === undefined ? {} : { credentials: context.credentials };
  const checkpoint = context.create({ ...inherited, ...checkpointEntry(options) });
  let listed: readonly string[] | undefined;

  const readCheckpoint = async (): Promise<string | undefined> => {
    if (forced !== undefined) return forced;
    return await checkpoint.exists() ? String(await checkpoint.load()) : undefined;
  };
  const list = async (): Promise<readonly string[]> => {
    if (listed !== undefined) return listed;
    const done = await readCheckpoint();
    return listed = (await folder.list()).filter((id) => done === undefined || isAfter(id, done));
  };
  const forget = (): void => {
    listed = undefined;
  };
  return {
    type: "incremental",
    traits: { ephemeral: false },
    async load(load: LoadOptions = {}): Promise<Readonly<Record<string, unknown>>> {
      const ids = await list();
      const values = await mapPool(ids, AT_ONCE, async (id) => await folder.open(id).load(load));
      const partitions: Record<string, unknown> = {};
      ids.forEach((id, index) => setOwn(partitions, id, values[index]));
      return partitions;
    },
    async save(value: unknown, transfer?: TransferOptions): Promise<void> {
      await savePartitions(folder, value, { isLazy: true, transfer });
      forget();
    },
    preview: async (preview = {}) => previewIds(await list(), preview),
    obstacle: () => folder.obstacle(),
    exists: async () => (await list()).length > 0,
    locateParts: async (transfer) => folder.locate(await (transfer === "load" ? list() : folder.list())),
    release: forget,
    async confirm(): Promise<void> {
      const last = (await list()).at(-1);
      if (last !== undefined) await checkpoint.save(last);
    },
    describe,
  };
}
