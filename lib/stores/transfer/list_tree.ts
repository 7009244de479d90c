import type { ListOptions, ObjectInfo } from "../store.ts";
import type { StoreTree } from "./transfer.ts";

/** All objects of a tree, in order of their keys. Each takes a few hundred bytes of memory. */
export async function listTree(
  { store, prefix }: StoreTree,
  { onOmitted, signal }: Pick<ListOptions, "onOmitted"> & { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly ObjectInfo[]> {
  const infos: ObjectInfo[] = [];
  signal?.throwIfAborted();
  for await (const info of store.list(prefix, { onOmitted })) {
    signal?.throwIfAborted();
    infos.push(info);
  }
  return infos;
}
