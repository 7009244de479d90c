import type { Node } from "./node.ts";
import type { Pipeline } from "./pipeline.ts";

/** The nodes level by level: a level needs only what the levels before it make, so its nodes can run at the same time. */
export function nodeLevels(pipeline: Pipeline): readonly (readonly Node[])[] {
  const depths: number[] = [];
  const levels: Node[][] = [];
  for (const [i, node] of pipeline.nodes.entries()) {
    const depth = pipeline.graph.parents[i]!.reduce(
      (deepest, parent) => Math.max(deepest, depths[parent]! + 1),
      0,
    );
    depths.push(depth);
    (levels[depth] ??= []).push(node);
  }
  return levels;
}
