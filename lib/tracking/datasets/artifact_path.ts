import type { StoreKey } from "../../stores/store.ts";

/** The entry inside of an artifact dataset. */
export type InnerFields = Readonly<Record<string, unknown>>;

/** The path that an entry is about: its file or folder, also of an entry inside of it. */
export function mainPath(entry: InnerFields): string | undefined {
  const { filepath, path, dataset } = entry;
  if (typeof filepath === "string") return filepath;
  if (typeof path === "string") return path;
  return typeof dataset === "object" && dataset !== null ? mainPath(dataset as InnerFields) : undefined;
}

/** How keys of a store become paths among the artifacts of a run. */
export interface ArtifactNames {
  /** Path of what the dataset is about: `reports/penguins.csv`. */
  readonly main: string;
  /** Path of what stands under a key. */
  pathOf(key: string): string;
}

/**
 * Names as kedro-mlflow gives them: a file has its own name, what is in a folder begins with the name of the folder; a version
 * is no part of it.
 */
export function artifactNames(
  place: StoreKey,
  { folder, saveVersion }: { readonly folder: string | undefined; readonly saveVersion: string },
): ArtifactNames {
  const above = place.key.slice(0, place.key.lastIndexOf("/") + 1);
  const base = place.key.slice(above.length);
  const within = folder === undefined ? "" : `${folder}/`;
  return {
    main: within + base,
    pathOf(key: string): string {
      const below = key.startsWith(above) ? key.slice(above.length) : key.slice(key.lastIndexOf("/") + 1);
      const versioned = `${base}/${saveVersion}/${base}`;
      const isVersion = below === versioned || below.startsWith(`${versioned}/`);
      return within + (isVersion ? base + below.slice(versioned.length) : below);
    },
  };
}
