import { nodeKey } from "./_node_key.ts";
import { type Pipeline, pipelineOf } from "./pipeline.ts";

/**
 * The nodes of one pipeline that another does not hold; Kedro's `a - b`. Nodes are the same by name, inputs and outputs.
 *
 * @example All but one node
 * ```ts
 * import assert from "node:assert/strict";
 * import { node, pipeline, subtractPipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const one = node({ name: "one", inputs: "a", outputs: "b", run: increase });
 * const two = node({ name: "two", inputs: "b", outputs: "c", run: increase });
 *
 * const rest = subtractPipeline(pipeline([one, two]), pipeline(one));
 * assert.deepEqual(rest.nodes.map((node) => node.name), ["two"]);
 * ```
 */
export function subtractPipeline(from: Pipeline, other: Pipeline): Pipeline {
  const taken = new Set(other.nodes.map(nodeKey));
  return pipelineOf(from.nodes.filter((node) => !taken.has(nodeKey(node))));
}
