import type { JsonObject } from "../core/json.ts";
import type { Dataset, LoadOptions } from "./dataset.ts";
import { hasVersions } from "./versioned_dataset.ts";
import { type CopyMode, memoryDataset } from "./memory_dataset.ts";

/** How {@linkcode cachedDataset} keeps a value. */
export interface CachedDatasetOptions {
  /** How it goes into memory and comes out. @default {"deepcopy"} */
  readonly copyMode?: CopyMode | undefined;
  /** What to tell of the inner dataset. */
  readonly details?: JsonObject | undefined;
}

/**
 * A dataset whose value is kept in memory from the first load or save on, until it is released. A save goes through to the
 * inner dataset first. A version that is asked for is loaded past the memory.
 */
export function cachedDataset(inner: Dataset, options: CachedDatasetOptions = {}): Dataset {
  const cache = memoryDataset<unknown>(undefined, { copyMode: options.copyMode });
  let loading = Promise.resolve();
  const keep = async (value: unknown): Promise<void> => {
    if (isUsedUp(value)) cache.release?.();
    else await cache.save(value);
  };
  const loadOnce = async (load: LoadOptions): Promise<unknown> => {
    if (await cache.exists()) return await cache.load();
    const value = await inner.load(load);
    await keep(value);
    return value;
  };
  return {
    type: "cached",
    traits: inner.traits,
    async load(load: LoadOptions = {}): Promise<unknown> {
      if (load.version !== undefined) return await inner.load(load);
      // One after another, so that nodes that run at once do not load the same value each.
      const mine = loading.then(() => loadOnce(load));
      loading = mine.then(() => {}, () => {});
      return await mine;
    },
    async save(value, transfer): Promise<void> {
      await inner.save(value, transfer);
      await keep(value);
    },
    exists: async () => await cache.exists() || await inner.exists(),
    release(): void {
      cache.release?.();
      inner.release?.();
    },
    ...(inner.preview !== undefined && { preview: (preview) => inner.preview!(preview) }),
    ...(inner.obstacle !== undefined && { obstacle: () => inner.obstacle!() }),
    ...(inner.confirm !== undefined && { confirm: () => inner.confirm!() }),
    ...(inner.locate !== undefined && { locate: (transfer) => inner.locate!(transfer) }),
    ...(inner.locateParts !== undefined && { locateParts: (transfer) => inner.locateParts!(transfer) }),
    ...(hasVersions(inner) && { listVersions: () => inner.listVersions() }),
    describe: () => ({ type: "cached", dataset: inner.describe(), ...options.details }),
  };
}

// What can be gone through once is gone once it was saved.
function isUsedUp(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    (value instanceof ReadableStream || ("next" in value && typeof value.next === "function"));
}
