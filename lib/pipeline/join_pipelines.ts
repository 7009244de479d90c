import { nodeKey } from "./_node_key.ts";
import type { Node } from "./node.ts";
import { type Pipeline, pipeline } from "./pipeline.ts";

/**
 * All nodes of some pipelines; Kedro's `a + b`. A node that several of them hold (same name, inputs and outputs) counts once,
 * with the tags it has in the first.
 *
 * @throws {PipelineError} When the nodes do not make one pipeline.
 *
 * @example Two pipelines with a node in common
 * ```ts
 * import assert from "node:assert/strict";
 * import { joinPipelines, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const shared = node({ name: "one", inputs: "a", outputs: "b", run: increase });
 * const left = pipeline([shared, node({ name: "two", inputs: "b", outputs: "c", run: increase })]);
 * const right = pipeline([shared, node({ name: "three", inputs: "b", outputs: "d", run: increase })]);
 *
 * assert.deepEqual(joinPipelines([left, right]).nodes.map((node) => node.name), ["one", "three", "two"]);
 * ```
 */
export function joinPipelines(pipelines: readonly Pipeline[]): Pipeline {
  const nodes = new Map<string, Node>();
  for (const node of pipelines.flatMap((part) => part.nodes)) {
    const key = nodeKey(node);
    if (!nodes.has(key)) nodes.set(key, node);
  }
  return pipeline([...nodes.values()]);
}
