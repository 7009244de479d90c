import type { ArtifactInfo } from "../../mod.ts";

/** Artifacts at the top, and folders there with all that is below them: `model/` and its size. */
export function groupArtifacts(
  artifacts: readonly ArtifactInfo[],
): { readonly path: string; readonly size: number }[] {
  const sizes = new Map<string, number>();
  for (const { path, size } of artifacts) {
    const slash = path.indexOf("/");
    const top = slash < 0 ? path : path.slice(0, slash + 1);
    sizes.set(top, (sizes.get(top) ?? 0) + size);
  }
  return [...sizes].map(([path, size]) => ({ path, size }));
}
