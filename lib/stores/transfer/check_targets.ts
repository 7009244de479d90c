import { StoreError } from "../../core/errors.ts";
import type { CopyOptions } from "../store.ts";
import type { StoreTree } from "./transfer.ts";

/**
 * Check that objects can be put under all of the keys, before the first is.
 *
 * @throws {StoreError} With kind `conflict` and all that stands in the way.
 */
export async function checkTargets(
  { store, prefix }: StoreTree,
  keys: readonly string[],
  { signal }: CopyOptions = {},
): Promise<void> {
  const obstacles = await store.obstacles?.(keys, { signal }) ?? [];
  if (obstacles.length === 0) return;
  const uri = store.root + prefix;
  const message = `Cannot copy to "${uri}", nothing is written:\n${
    obstacles.map((text) => `  ${text}`).join("\n")
  }`;
  throw new StoreError(message, { uri, kind: "conflict" });
}
