import type { JsonObject } from "../core/json.ts";
import { currentScope } from "../core/run_context.ts";
import type { StoreKey } from "../stores/store.ts";
import type { Codec } from "./codec.ts";
import type { Dataset, LoadOptions, TransferOptions } from "./dataset.ts";
import { fileDataset } from "./file_dataset.ts";

/** What {@linkcode versionedDataset} needs. */
export interface VersionedDatasetOptions<T> {
  /** Its format. */
  readonly codec: Codec<T>;
  /** The folder of its versions: what `filepath` resolves to. */
  readonly place: StoreKey;
  /** The `filepath` as the user wrote it. */
  readonly filepath: string;
  /** The version that a save makes. */
  readonly saveVersion: string;
  /** The version that a load reads. @default {the newest} */
  readonly loadVersion?: string | undefined;
  /** More about it, for `describe()`. */
  readonly details?: JsonObject | undefined;
}

/** A dataset that keeps what was saved before. */
export interface VersionedDataset<T = unknown> extends Dataset<T> {
  /** The versions there are, the newest first. */
  listVersions(): Promise<readonly string[]>;
  /** Path of the file that a load reads now. */
  loadPath(): Promise<string>;
  /** Path of the file that a save makes. */
  savePath(): string;
}

/** Whether a dataset keeps versions. */
export function hasVersions(dataset: Dataset): dataset is VersionedDataset {
  return "listVersions" in dataset && typeof dataset.listVersions === "function";
}

/**
 * A value in a file for each version, laid out as Kedro does: `data/z.json/2026-11-24T03.54.04.439Z/z.json`. A load reads the
 * newest, which is the last in order of names, and keeps to it until it is released or something is saved.
 */
export function versionedDataset<T>(options: VersionedDatasetOptions<T>): VersionedDataset<T> {
  const { codec, place: { store, key }, filepath, saveVersion, loadVersion, details } = options;
  const file = key.slice(key.lastIndexOf("/") + 1);
  let newest: string | undefined;

  const listVersions = async (): Promise<readonly string[]> => {
    const versions: string[] = [];
    for await (const info of store.list(`${key}/`)) {
      const [version, name, ...deeper] = info.key.slice(key.length + 1).split("/");
      if (version !== undefined && name === file && deeper.length === 0) versions.push(version);
    }
    return versions.sort().reverse();
  };
  const chosenVersion = async (): Promise<string | undefined> =>
    loadVersion ?? (newest ??= (await listVersions())[0]);
  const pathOf = (version: string): string => `${filepath}/${checkVersion(version)}/${file}`;
  const at = (version: string): Dataset<T> =>
    fileDataset({
      codec,
      place: { store, key: `${key}/${checkVersion(version)}/${file}` },
      filepath: pathOf(version),
      ifAbsent: true,
    });
  const isPlainFile = async (): Promise<boolean> => await store.stat(key) !== undefined;
  const noVersion = async (): Promise<never> => {
    throw await isPlainFile() ? plainFile(filepath, file) : new Error(`"${filepath}" has no versions`);
  };

  return {
    type: codec.type,
    traits: { ephemeral: !store.traits.persistent },
    async load({ version, ...transfer }: LoadOptions = {}): Promise<T> {
      return await at(version ?? await chosenVersion() ?? await noVersion()).load(transfer);
    },
    async save(value: T, transfer?: TransferOptions): Promise<void> {
      if (await isPlainFile()) throw plainFile(filepath, file);
      newest = undefined;
      await at(saveVersion).save(value, transfer);
      if (loadVersion !== undefined && loadVersion !== saveVersion) warnOfPinned(filepath, loadVersion);
    },
    obstacle: async () =>
      await isPlainFile() ? plainFile(filepath, file).message : await at(saveVersion).obstacle?.(),
    async exists(): Promise<boolean> {
      const version = await chosenVersion();
      return version !== undefined && await at(version).exists();
    },
    release: () => {
      newest = undefined;
    },
    locate: async (transfer) => {
      const version = transfer === "save" ? saveVersion : await chosenVersion();
      return version === undefined ? undefined : { store, key: `${key}/${checkVersion(version)}/${file}` };
    },
    describe(): JsonObject {
      const pinned: JsonObject = loadVersion === undefined ? {} : { version: loadVersion };
      return { type: codec.type, filepath, versioned: true, ...pinned, ...details };
    },
    listVersions,
    loadPath: async () => pathOf(await chosenVersion() ?? await noVersion()),
    savePath: () => pathOf(saveVersion),
  };
}

// Who loads it afterwards does not get what was saved.
function warnOfPinned(filepath: string, version: string): void {
  const scope = currentScope();
  const message = `"${filepath}" was saved, and loads go on to read version ${version}, as it was asked for`;
  scope?.run?.log("warn", message, scope.node);
}

// A version is the name of one folder, so that it cannot lead elsewhere.
function checkVersion(version: string): string {
  if (version !== "" && version !== "." && version !== ".." && !/[/\\\0]/.test(version)) return version;
  throw new RangeError(`A version is the name of one folder: found "${version}"`);
}

// What was saved before versions were switched on.
function plainFile(filepath: string, file: string): Error {
  const example = `${filepath}/2026-01-01T00.00.00.000Z/${file}`;
  return new Error(
    `"${filepath}" is a file and not a folder of versions: remove it, or make it one as "${example}"`,
  );
}
