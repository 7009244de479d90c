import type { Leftover } from "../store.ts";
import type { StoreTree } from "./transfer.ts";

/** Which leftovers. */
export interface LeftoverOptions {
  /** Only those of writes that began before, in milliseconds since 1970: a write that goes on looks the same. @default {all} */
  readonly before?: number | undefined;
  /** Stops it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What writes left in a folder when their processes were killed: temporary files, parts of uploads. They are no objects, but
 * take room, which object stores bill.
 *
 * @throws {StoreError} When they cannot be listed.
 */
export async function findLeftovers(
  { store, prefix }: StoreTree,
  { before = Infinity, signal }: LeftoverOptions = {},
): Promise<readonly Leftover[]> {
  const found: Leftover[] = [];
  for await (const leftover of store.leftovers?.list(prefix) ?? []) {
    signal?.throwIfAborted();
    if (leftover.begun < before) found.push(leftover);
  }
  return found;
}

/**
 * Remove what writes left in a folder, and tell what it was. A write that still goes on fails when its parts are removed, so
 * give `before`.
 *
 * @throws {StoreError} When they cannot be listed or removed.
 */
export async function removeLeftovers(
  tree: StoreTree,
  options: LeftoverOptions = {},
): Promise<readonly Leftover[]> {
  const found = await findLeftovers(tree, options);
  for (const leftover of found) {
    options.signal?.throwIfAborted();
    await tree.store.leftovers?.remove(leftover);
  }
  return found;
}
