import type { JsonObject } from "../core/json.ts";
import type { Issue } from "../core/issue.ts";
import type { Secret } from "../core/secret.ts";
import type { StoreKey } from "../stores/store.ts";
import type { Dataset } from "./dataset.ts";

/** How an inner dataset differs from one of the catalog. */
export interface InnerOptions {
  /** Turns the paths of its entry into places, instead of {@linkcode DatasetContext.resolve}. */
  readonly resolve?: ((path: string) => StoreKey) | undefined;
}

/** What a dataset type gets to build a dataset. */
export interface DatasetContext {
  /** Name of the dataset in the catalog; an inner dataset has the name of the outer one. */
  readonly name: string;
  /** Turn a `filepath` (relative to the project, absolute, or a URI) into a place in a store. */
  resolve(path: string): StoreKey;
  /** Make an inner dataset from an entry, for types that wrap others. */
  create(entry: Readonly<Record<string, unknown>>, options?: InnerOptions): Dataset;
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
export type Parsed<T> = { readonly value: T } | Refused;

/** What is wrong with options. */
export interface Refused {
  /** Every problem. */
  readonly issues: readonly Issue[];
  /** Entries inside of the options that can be told all the same: they are checked too. */
  readonly inner?: readonly InnerEntry[] | undefined;
}

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
