import { nodeKey } from "./_node_key.ts";
import { type Pipeline, pipelineOf } from "./pipeline.ts";

/**
 * The nodes that two pipelines hold both; Kedro's `a & b`. Nodes are the same by name, inputs and outputs; where their tags
 * differ, those of the pipeline with fewer nodes are kept, and of equals the right one's.
 *
 * @example The node in common
 * ```ts
 * import assert from "node:assert/strict";
 * import { intersectPipelines, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const one = node({ name: "one", inputs: "a", outputs: "b", run: increase });
 * const two = node({ name: "two", inputs: "b", outputs: "c", run: increase });
 *
 * const shared = intersectPipelines(pipeline([one, two]), pipeline(two));
 * assert.deepEqual(shared.nodes.map((node) => node.name), ["two"]);
 * ```
 */
export function intersectPipelines(left: Pipeline, right: Pipeline): Pipeline {
  const [larger, smaller] = right.nodes.length > left.nodes.length ? [right, left] : [left, right];
  const keys = new Set(larger.nodes.map(nodeKey));
  return pipelineOf(smaller.nodes.filter((node) => keys.has(nodeKey(node))));
}
