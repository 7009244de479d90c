import type { Catalog } from "../catalog/catalog.ts";
import type { Issue } from "../core/issue.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { assertData, assertPlan, findObstacles, findProblems, type Plan } from "./_preflight.ts";
import { createRunData } from "./_run_data.ts";

/**
 * Everything that shows without touching data and would keep a pipeline from running against a catalog: inputs that
 * nothing provides, unknown parameters, entries that cannot be built.
 *
 * @example An input that nothing provides
 * ```ts
 * import assert from "node:assert/strict";
 * import { checkRun, createCatalog, memoryDataset, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const count = node({ inputs: "penguin", outputs: "count", name: "count", run: (rows: unknown[]) => rows.length });
 * const catalog = createCatalog({ entries: { penguins: memoryDataset([]) } });
 *
 * assert.deepEqual(checkRun(pipeline(count), catalog).map((issue) => issue.suggestion), ["penguins"]);
 * ```
 */
export function checkRun(pipeline: Pipeline, catalog: Catalog): readonly Issue[] {
  return findProblems(planOf(pipeline, catalog));
}

/**
 * Throw when a pipeline cannot run against a catalog.
 *
 * @throws {CatalogError} With every problem in `issues`.
 */
export function assertRunnable(pipeline: Pipeline, catalog: Catalog): void {
  assertPlan(planOf(pipeline, catalog));
}

/** What stands in the way of outputs, such as a folder where a file is to be saved. */
export function checkOutputs(pipeline: Pipeline, catalog: Catalog): Promise<readonly Issue[]> {
  return findObstacles(planOf(pipeline, catalog));
}

/**
 * Throw when the data of a free input cannot be loaded, or something stands in the way of an output, so that a run does not
 * find out after hours.
 *
 * @throws {CatalogError} With every problem in `issues`.
 */
export function assertInputsExist(pipeline: Pipeline, catalog: Catalog): Promise<void> {
  return assertData(planOf(pipeline, catalog));
}

function planOf(pipeline: Pipeline, catalog: Catalog): Plan {
  return { pipeline, catalog, data: createRunData(pipeline, catalog) };
}
