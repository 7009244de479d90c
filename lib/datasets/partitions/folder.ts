import { keyProblem } from "../../stores/key.ts";
import type { Dataset, DatasetParts } from "../dataset.ts";
import type { DatasetContext } from "../dataset_type.ts";
import { type FolderOptions, folderPath, partitionEntry } from "./options.ts";

/** The partitions in a folder. */
export interface Folder {
  /** Ids of the partitions that are there, in order. */
  list(): Promise<readonly string[]>;
  /** The dataset of a partition. */
  open(id: string): Dataset;
  /** Where the partitions of these ids are. */
  locate(ids: readonly string[]): DatasetParts;
  /** What keeps partitions from being saved. */
  obstacle(): Promise<string | undefined>;
  /** Remove a partition, with all of its versions. */
  remove(id: string): Promise<void>;
}

/** Which files are no partitions although they are in the folder. */
export interface FolderRules {
  /** URIs of files to leave out. */
  readonly except?: readonly string[] | undefined;
}

/** Look at a folder as partitions: an id is the path of a file below it, without the suffix. */
export function openFolder(
  options: FolderOptions,
  context: DatasetContext,
  { except = [] }: FolderRules = {},
): Folder {
  const { dataset, filename_suffix: suffix = "", load_args: { maxdepth } = {} } = options;
  const path = folderPath(options);
  const { store, key } = context.resolve(path);
  const isVersioned = typeof dataset === "object" && dataset["versioned"] === true;
  const inherited = context.credentials === undefined ? {} : { credentials: context.credentials };

  // A partition with versions is the folder that holds them: id.csv/VERSION/id.csv.
  const fileOf = (found: string): string | undefined => {
    const below = found.slice(key.length + 1);
    if (!isVersioned) return below;
    const names = below.split("/");
    return names.length >= 3 && names.at(-1) === names.at(-3) ? names.slice(0, -2).join("/") : undefined;
  };
  const checkId = (id: string): string => {
    const name = id.replace(/^\/+/, "");
    const file = name + suffix;
    const problem = file.includes("\\")
      ? "it must not contain a backslash"
      : keyProblem(name) ?? keyProblem(file);
    if (problem === undefined) return file;
    throw new RangeError(`${JSON.stringify(id)} is no partition of "${options.path}": ${problem}`);
  };
  async function* keysOf(prefix: string): AsyncIterable<readonly [key: string, file: string]> {
    for await (const { key: found } of store.list(prefix)) {
      const file = fileOf(found);
      if (file === undefined || !file.endsWith(suffix)) continue;
      // A file that is nothing but the suffix has no id.
      if (keyProblem(file.slice(0, file.length - suffix.length)) !== undefined) continue;
      if (typeof maxdepth === "number" && file.split("/").length > maxdepth) continue;
      if (!except.includes(store.uri(found))) yield [found, file];
    }
  }
  const open = (id: string): Dataset =>
    context.create({ ...inherited, ...partitionEntry(options, `${path}/${checkId(id)}`) });
  return {
    async list(): Promise<readonly string[]> {
      const ids = new Set<string>();
      for await (const [, file] of keysOf(`${key}/`)) ids.add(file.slice(0, file.length - suffix.length));
      return [...ids].sort();
    },
    open,
    locate: (ids) => ({
      folder: { store, key },
      parts: ids.map((id) => ({ id, locate: async () => await open(id).locate?.("load") })),
    }),
    async obstacle(): Promise<string | undefined> {
      const found = await store.obstacle?.(`${key}/partition${suffix}`);
      return found && `no file can be written below "${options.path}": ${found}`;
    },
    async remove(id: string): Promise<void> {
      const wanted = checkId(id);
      for await (const [found, file] of keysOf(`${key}/${wanted}`)) {
        if (file === wanted) await store.delete(found);
      }
    },
  };
}
