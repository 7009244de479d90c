import type { Dataset } from "../datasets/dataset.ts";

/** What a catalog is given under a name: the fields of `catalog.yml`, or a dataset. */
export type CatalogEntry = Readonly<Record<string, unknown>> | Dataset;

/** Whether an entry is a dataset already; data from files never is, as it holds no functions. */
export function isDataset(entry: unknown): entry is Dataset {
  if (typeof entry !== "object" || entry === null) return false;
  const { type, load, save } = entry as {
    readonly type?: unknown;
    readonly load?: unknown;
    readonly save?: unknown;
  };
  return typeof type === "string" && typeof load === "function" && typeof save === "function";
}
