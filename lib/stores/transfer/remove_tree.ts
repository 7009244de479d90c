import { mapPool } from "../../core/pool.ts";
import { listTree } from "./list_tree.ts";
import { checkConcurrency, CONCURRENCY, type StoreTree, type TreeOptions } from "./transfer.ts";

/** What was removed. */
export interface RemoveReport {
  /** How many objects. */
  readonly objects: number;
  /** How many bytes they had. */
  readonly bytes: number;
}

/**
 * Remove all objects of a folder.
 *
 * @throws {StoreError} The first that an object meets; what was begun with it is ended first.
 */
export async function removeTree(tree: StoreTree, options: TreeOptions = {}): Promise<RemoveReport> {
  const { concurrency = CONCURRENCY, onEvent, signal } = options;
  checkConcurrency(concurrency);
  const infos = await listTree(tree, { signal });
  const bytes = infos.reduce((total, { size }) => total + size, 0);
  onEvent?.({ kind: "listed", objects: infos.length, bytes });
  await mapPool(infos, concurrency, async ({ key, size }) => {
    signal?.throwIfAborted();
    await tree.store.delete(key);
    onEvent?.({ kind: "done", key, size });
  });
  return { objects: infos.length, bytes };
}
