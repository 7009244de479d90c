import type { Store } from "../store.ts";

/** All objects of a store whose keys begin alike: a folder, or the whole store. */
export interface StoreTree {
  /** The store. */
  readonly store: Store;
  /** What the keys begin with: `""` for all of them, or a folder with a slash at the end. */
  readonly prefix: string;
}

/** What happens while many objects are worked on, for a progress bar. */
export type TransferEvent =
  /** What stands in the folder and is no object is not copied: a link to a folder, a special file, a key that is none. */
  | { readonly kind: "omitted"; readonly name: string }
  /** All that is to be done is known. */
  | { readonly kind: "listed"; readonly objects: number; readonly bytes: number }
  /** An object is begun. */
  | { readonly kind: "begun"; readonly key: string; readonly size: number }
  /** Bytes of an object have passed. */
  | { readonly kind: "moved"; readonly key: string; readonly bytes: number }
  /** An object is where it should be. */
  | { readonly kind: "done"; readonly key: string; readonly size: number }
  /** An object was there already, with the same bytes. */
  | { readonly kind: "skipped"; readonly key: string; readonly size: number };

/** How to work on many objects. */
export interface TreeOptions {
  /** How many objects at once. @default {16} */
  readonly concurrency?: number | undefined;
  /** Called as it goes on; keys are those of the source. */
  readonly onEvent?: ((event: TransferEvent) => void) | undefined;
  /** Stops it. What is done stays done; an object that was begun is there whole or not at all. */
  readonly signal?: AbortSignal | undefined;
}

/** How many objects are worked on at once. */
export const CONCURRENCY = 16;

/** Check a number of things at once. */
export function checkConcurrency(concurrency: number): void {
  if (Number.isSafeInteger(concurrency) && concurrency >= 1) return;
  throw new RangeError(`Cannot use concurrency ${concurrency}: it must be a whole number >= 1`);
}
