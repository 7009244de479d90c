import type { ArtifactPlace } from "./artifact_places.ts";

/** Remove all files of a run or model, and what writes that were killed left between them. */
export async function removeFiles({ store, root }: ArtifactPlace): Promise<void> {
  for await (const { key } of store.list(`${root}/`)) await store.delete(key);
  const { leftovers } = store;
  for await (const leftover of leftovers?.list(`${root}/`) ?? []) await leftovers?.remove(leftover);
}
