import type { JsonObject } from "../core/json.ts";
import type { Issue } from "../core/issue.ts";
import type { Secret } from "../core/secret.ts";
import type { StoreKey } from "../stores/store.ts";
import type { Dataset } from "./dataset.ts";

/** What a dataset type gets to build a dataset. */
export interface DatasetContext {
  /** Turn a `filepath` (relative to the project, absolute, or a URI) into a place in a store. */
  resolve(path: string): StoreKey;
  /** Make an inner dataset from an entry, for types that wrap others. */
  create(entry: Readonly<Record<string, unknown>>): Dataset;
  /** Version of this run for versioned datasets: `2026-11-24T03.54.04.439Z`. */
  readonly saveVersion: string;
  /** Version to load instead of the newest, if one was pinned. */
  readonly loadVersion?: string | undefined;
  /** What `credentials:` named, opened only where needed. */
  readonly credentials?: Readonly<Record<string, Secret>> | undefined;
}

/** An entry inside of the options of another. */
export interface InnerEntry {
  /** Keys down to it, from the outer entry. */
  readonly path: readonly (string | number)[];
  /** The entry, as it will be given to {@linkcode DatasetContext.create}. */
  readonly entry: Readonly<Record<string, unknown>>;
}

/** Either checked options or every problem with them. */
export type Parsed<T> = { readonly value: T } | { readonly issues: readonly Issue[] };

/**
 * A kind of dataset: what `type:` in a catalog names. A type is data and two functions; it is listed, never registered.
 * The fields that every entry may have (`type`, `credentials`, `metadata`, `layer`) are taken off before `parseOptions`.
 */
export interface DatasetType<Options = unknown> {
  /** Its name in a catalog. */
  readonly type: string;
  /** Other names for it, as in Kedro: `pandas.CSVDataset`. */
  readonly aliases?: readonly string[] | undefined;
  /** Check the fields of an entry. Issue paths count from the entry. */
  parseOptions(data: Readonly<Record<string, unknown>>): Parsed<Options>;
  /** The entries inside of checked options, for types that wrap others: they are checked together with the outer one. */
  innerEntries?(options: Options): readonly InnerEntry[];
  /** Build the dataset. Touches nothing. */
  create(options: Options, context: DatasetContext): Dataset;
  /** JSON Schema of the fields, for editors. */
  optionsSchema?(): JsonObject;
}
