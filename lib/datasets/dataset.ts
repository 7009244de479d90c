import type { JsonObject } from "../core/json.ts";
import type { Preview, PreviewOptions } from "./preview.ts";
import type { StoreKey } from "../stores/store.ts";

/** What shared code may ask of a dataset instead of which type it is. */
export interface DatasetTraits {
  /** True when the data lives in this process only, so that a resumed run cannot find it. */
  readonly ephemeral: boolean;
}

/** The objects that a folder of data is made of. */
export interface DatasetParts {
  /** The folder. */
  readonly folder: StoreKey;
  /** Its parts in order, each with its id and a way to find its object. */
  readonly parts: readonly {
    readonly id: string;
    readonly locate: () => Promise<StoreKey | undefined>;
  }[];
}

/** How to load or save. */
export interface TransferOptions {
  /** Stops the transfer. */
  readonly signal?: AbortSignal | undefined;
}

/** How to load. */
export interface LoadOptions extends TransferOptions {
  /** Version to load; datasets without versions have but one. @default {the newest, or the one pinned} */
  readonly version?: string | undefined;
}

/**
 * A named place for a value: where it is loaded from and saved to, in which format. Catalogs name them; on their own they
 * are nameless. `load` and `save` may throw anything: the catalog wraps it once, in a {@linkcode DatasetError} with the name.
 */
export interface Dataset<T = unknown> {
  /** Its type, such as `"csv"`. */
  readonly type: string;
  /** What shared code may ask. */
  readonly traits: DatasetTraits;
  /** Read the value. */
  load(options?: LoadOptions): Promise<T>;
  /** Write the value, whole or not at all. */
  save(value: T, options?: TransferOptions): Promise<void>;
  /** Whether there is a value to load. */
  exists(): Promise<boolean>;
  /** Why a save would fail, as far as that shows without saving: a folder where a file should be. */
  obstacle?(): Promise<string | undefined>;
  /** Forget what is kept in memory. */
  release?(): void;
  /** Record that what was loaded has been dealt with (incremental datasets). */
  confirm?(): Promise<void>;
  /** The beginning of the value, for types that know a cheaper way than to load all of it. */
  preview?(options?: PreviewOptions): Promise<Preview>;
  /** The object that was just loaded or saved, when the value is one object: for records of where data came from. */
  locate?(transfer: "load" | "save"): Promise<StoreKey | undefined>;
  /** The folder and the objects in it that were just loaded, or that are there after a save, when the value is a folder of them. */
  locateParts?(transfer: "load" | "save"): Promise<DatasetParts | undefined>;
  /** Plain data about it, without secrets: `{ type, filepath, ... }`. */
  describe(): JsonObject;
}
