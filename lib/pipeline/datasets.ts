import { baseName, compareNames } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";

/**
 * Names of the datasets and parameters that a pipeline needs from outside, sorted.
 *
 * @example What goes from node to node is not free
 * ```ts
 * import assert from "node:assert/strict";
 * import { freeInputs, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const one = node({ name: "one", inputs: "a", outputs: "b", run: increase });
 * const two = node({ name: "two", inputs: "b", outputs: "c", run: increase });
 *
 * assert.deepEqual(freeInputs(pipeline([one, two])), ["a"]);
 * ```
 */
export function freeInputs(pipeline: Pipeline): readonly string[] {
  const { producer } = pipeline.graph;
  return collectNames(pipeline, ["inputs"], (name) => !producer.has(baseName(name)));
}

/**
 * Names of the datasets that a pipeline makes and no node of it reads, sorted.
 *
 * @example What goes from node to node is not free
 * ```ts
 * import assert from "node:assert/strict";
 * import { freeOutputs, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const one = node({ name: "one", inputs: "a", outputs: "b", run: increase });
 * const two = node({ name: "two", inputs: "b", outputs: "c", run: increase });
 *
 * assert.deepEqual(freeOutputs(pipeline([one, two])), ["c"]);
 * ```
 */
export function freeOutputs(pipeline: Pipeline): readonly string[] {
  const { consumers } = pipeline.graph;
  return collectNames(pipeline, ["outputs"], (name) => !consumers.has(baseName(name)));
}

/**
 * Names of everything that any node reads, sorted.
 *
 * @example Two nodes in a row
 * ```ts
 * import assert from "node:assert/strict";
 * import { allInputs, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const one = node({ name: "one", inputs: "a", outputs: "b", run: increase });
 * const two = node({ name: "two", inputs: "b", outputs: "c", run: increase });
 *
 * assert.deepEqual(allInputs(pipeline([one, two])), ["a", "b"]);
 * ```
 */
export function allInputs(pipeline: Pipeline): readonly string[] {
  return collectNames(pipeline, ["inputs"]);
}

/**
 * Names of everything that any node makes, sorted.
 *
 * @example Two nodes in a row
 * ```ts
 * import assert from "node:assert/strict";
 * import { allOutputs, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const one = node({ name: "one", inputs: "a", outputs: "b", run: increase });
 * const two = node({ name: "two", inputs: "b", outputs: "c", run: increase });
 *
 * assert.deepEqual(allOutputs(pipeline([one, two])), ["b", "c"]);
 * ```
 */
export function allOutputs(pipeline: Pipeline): readonly string[] {
  return collectNames(pipeline, ["outputs"]);
}

/**
 * Names of all datasets and parameters of a pipeline, sorted.
 *
 * @example Two nodes in a row
 * ```ts
 * import assert from "node:assert/strict";
 * import { datasetNames, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const one = node({ name: "one", inputs: "a", outputs: "b", run: increase });
 * const two = node({ name: "two", inputs: "b", outputs: "c", run: increase });
 *
 * assert.deepEqual(datasetNames(pipeline([one, two])), ["a", "b", "c"]);
 * ```
 */
export function datasetNames(pipeline: Pipeline): readonly string[] {
  return collectNames(pipeline, ["inputs", "outputs"]);
}

function collectNames(
  pipeline: Pipeline,
  fields: readonly ("inputs" | "outputs")[],
  isWanted: (name: string) => boolean = () => true,
): readonly string[] {
  const found = new Set<string>();
  for (const node of pipeline.nodes) {
    for (const field of fields) {
      for (const name of node[field]) {
        if (isWanted(name)) found.add(name);
      }
    }
  }
  return [...found].sort(compareNames);
}
