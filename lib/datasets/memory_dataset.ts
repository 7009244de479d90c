import type { Dataset } from "./dataset.ts";
import { deepCopy } from "./deep_copy.ts";
import { isPlainObject } from "../core/json.ts";

/** How a value goes into memory and comes out. */
export type CopyMode = "deepcopy" | "copy" | "assign";

/** How to keep a value in memory. */
export interface MemoryDatasetOptions {
  /**
   * `deepcopy` copies plain data all the way down and shares the rest (class instances, functions, streams), `copy` copies the
   * list or map itself, `assign` hands on the value as it is. @default {"deepcopy"}
   */
  readonly copyMode?: CopyMode | undefined;
}

/**
 * A value kept in this process. A copy goes in and a copy comes out, so that a node that changes its input changes nothing
 * for others.
 *
 * @param data The value to begin with; `undefined` for none.
 *
 * @example Changing what was loaded changes nothing
 * ```ts
 * import { memoryDataset } from "https://kedge.example/kedge@0.1.0/mod.ts";
 * import assert from "node:assert/strict";
 *
 * const dataset = memoryDataset([3, 1, 2]);
 *
 * (await dataset.load()).sort();
 *
 * assert.deepEqual(await dataset.load(), [3, 1, 2]);
 * ```
 */
export function memoryDataset<T>(data?: T, options: MemoryDatasetOptions = {}): Dataset<T> {
  const copy = COPIERS[options.copyMode ?? "deepcopy"];
  let kept: readonly [] | readonly [T] = data === undefined ? [] : [copy(data)];
  return {
    type: "memory",
    traits: { ephemeral: true },
    load(): Promise<T> {
      if (kept.length === 0) return Promise.reject(new Error("No data has been saved to it yet"));
      return Promise.resolve(copy(kept[0]));
    },
    save(value: T): Promise<void> {
      kept = [copy(value)];
      return Promise.resolve();
    },
    exists: () => Promise.resolve(kept.length > 0),
    release: () => {
      kept = [];
    },
    describe: () => ({ type: "memory" }),
  };
}

const COPIERS: Readonly<Record<CopyMode, <T>(value: T) => T>> = {
  deepcopy: deepCopy,
  copy: shallowCopy,
  assign: (value) => value,
};

function shallowCopy<T>(value: T): T {
  // A copy has the type of what was copied.
  if (Array.isArray(value)) return value.slice() as T;
  return isPlainObject(value) ? { ...value } : value;
}
