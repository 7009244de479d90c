import { nodeKey } from "./_node_key.ts";
import { type Pipeline, pipelineOf } from "./pipeline.ts";

/** The nodes of one pipeline that another does not hold; Kedro's `a - b`. Nodes are the same by name, inputs and outputs. */
export function subtractPipeline(from: Pipeline, other: Pipeline): Pipeline {
  const taken = new Set(other.nodes.map(nodeKey));
  return pipelineOf(from.nodes.filter((node) => !taken.has(nodeKey(node))));
}
