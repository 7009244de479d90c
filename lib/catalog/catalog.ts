import type { ConfigObject } from "../core/config_value.ts";
import type { Issue } from "../core/issue.ts";
import type { JsonObject } from "../core/json.ts";
import type { StandardSchema } from "../core/standard_schema.ts";
import type { Dataset, LoadOptions, TransferOptions } from "../datasets/dataset.ts";
import type { Preview, PreviewOptions } from "../datasets/preview.ts";

/** What the entry of a name says. */
export interface ResolvedEntry {
  /** The name. */
  readonly name: string;
  /** The pattern that made it, if it has no entry of its own. */
  readonly pattern?: string | undefined;
  /** The fields of the entry, with placeholders filled in; secrets are `***`. */
  readonly entry: JsonObject;
  /** Where it was written, if in a file: `conf/base/catalog.yml:12`. */
  readonly writtenAt?: string | undefined;
}

/**
 * Datasets by name, and the parameters. Lazy: a dataset is built when it is first asked for. Parameters are read as the
 * datasets `parameters` (all) and `params:a.b` (one value or block); a caller gets a copy that is its own. Dispose of it to close
 * the connections of its datasets to other machines; they open again when it is used again.
 */
export interface Catalog extends AsyncDisposable {
  /** Version given to versioned datasets saved through this catalog: `2026-11-24T03.54.04.439Z`. */
  readonly saveVersion: string;
  /** All parameters. */
  readonly parameters: ConfigObject;
  /** Names of the entries, without parameters and patterns, in the order written. */
  names(): readonly string[];
  /** Names with placeholders, as `{table}_raw`, the most specific first: the first that fits a name makes its entry. */
  patterns(): readonly string[];
  /** The entry of a name, its own or made by a pattern; `undefined` for parameters and where nothing defines it. */
  resolve(name: string): ResolvedEntry | undefined;
  /** What is written under a name or a pattern, placeholders as they are. */
  written(key: string): ResolvedEntry | undefined;
  /** Whether a name can be loaded or saved: it has an entry, fits a pattern, or is a parameter. */
  has(name: string): boolean;
  /** The dataset of a name, or `undefined` when nothing defines it. Throws {@linkcode CatalogError} when it cannot be built. */
  get(name: string): Dataset | undefined;
  /** Load a value. Throws {@linkcode DatasetError} with the name in front of the reason. */
  load(name: string, options?: LoadOptions): Promise<unknown>;
  /** Save a value. Throws {@linkcode DatasetError} with the name in front of the reason. */
  save(name: string, value: unknown, options?: TransferOptions): Promise<void>;
  /** Whether there is a value to load; false for unknown names. */
  exists(name: string): Promise<boolean>;
  /** Forget what is kept in memory. */
  release(name: string): void;
  /** Confirm an incremental dataset. */
  confirm(name: string): Promise<void>;
  /** Every problem with these names that shows without loading: build errors, unknown parameters. Unknown names are none. */
  check(names: Iterable<string>): readonly Issue[];
  /** What values of a name are checked by on load and save, and what parameters are made of on load. */
  schemaOf(name: string): StandardSchema | undefined;
  /** Every problem of the parameters that have schemas, each with its place. */
  checkParameters(): Promise<readonly Issue[]>;
  /** The beginning of a value. Throws {@linkcode DatasetError} as a load does. */
  preview(name: string, options?: PreviewOptions): Promise<Preview>;
  /** Plain data about an entry or parameter, without secrets; `writtenAt` is where it was written, if in a file. */
  describe(name: string): JsonObject | undefined;
}
