import type { CopyOptions, ObjectInfo, Store } from "./store.ts";

/** Copy an object by reading and writing it, in a store that has no other way. */
export async function copyObject(
  store: Pick<Store, "read" | "write" | "uri">,
  [from, to]: readonly [string, string],
  { signal }: CopyOptions = {},
): Promise<ObjectInfo> {
  // Nothing is read when the other key is none.
  store.uri(to);
  return await store.write(to, await store.read(from, { signal }), { signal });
}
