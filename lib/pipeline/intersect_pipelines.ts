import { nodeKey } from "./_node_key.ts";
import { type Pipeline, pipelineOf } from "./pipeline.ts";

/**
 * The nodes that two pipelines hold both; Kedro's `a & b`. Nodes are the same by name, inputs and outputs; where their tags
 * differ, those of the pipeline with fewer nodes are kept, and of equals the right one's.
 */
export function intersectPipelines(left: Pipeline, right: Pipeline): Pipeline {
  const [larger, smaller] = right.nodes.length > left.nodes.length ? [right, left] : [left, right];
  const keys = new Set(larger.nodes.map(nodeKey));
  return pipelineOf(smaller.nodes.filter((node) => keys.has(nodeKey(node))));
}
