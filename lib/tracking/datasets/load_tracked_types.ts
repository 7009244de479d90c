import type { DatasetType } from "../../datasets/dataset_type.ts";
import type { TrackedTypesOptions } from "./tracked_types.ts";

// Most catalogs name none of them.
const TRACKED_TYPES: string = "./tracked_types.ts";

/**
 * The dataset types of kedro-mlflow (`MlflowArtifactDataset`, `MlflowMetricDataset`, ...), for a catalog made in code. An open
 * project has them by itself.
 *
 * @example Keep a metric through a catalog
 * ```ts
 * import assert from "node:assert/strict";
 * import {
 *   BUILTIN_TYPES,
 *   createCatalog,
 *   openEmbeddedStore,
 *   trackedTypes,
 *   withRun,
 * } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await using store = openEmbeddedStore(directory);
 * const catalog = createCatalog({
 *   types: [...BUILTIN_TYPES, ...await trackedTypes({ store: () => store })],
 *   entries: { accuracy: { type: "MlflowMetricDataset" } },
 * });
 *
 * await withRun({ directory }, () => catalog.save("accuracy", 0.98));
 *
 * const { items: [run] } = await store.searchRuns();
 * assert.equal(run?.metrics["accuracy"]?.value, 0.98);
 * ```
 */
export async function trackedTypes(options: TrackedTypesOptions): Promise<readonly DatasetType[]> {
  const { makeTrackedTypes }: typeof import("./tracked_types.ts") = await import(TRACKED_TYPES);
  return makeTrackedTypes(options);
}
