import type { Node } from "./node.ts";
import type { Pipeline } from "./pipeline.ts";

/**
 * The nodes level by level: a level needs only what the levels before it make, so its nodes can run at the same time.
 *
 * @example Two nodes in a row
 * ```ts
 * import assert from "node:assert/strict";
 * import { node, nodeLevels, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const one = node({ name: "one", inputs: "a", outputs: "b", run: increase });
 * const two = node({ name: "two", inputs: "b", outputs: "c", run: increase });
 *
 * const levels = nodeLevels(pipeline([two, one]));
 * assert.deepEqual(levels.map((level) => level.map((node) => node.name)), [["one"], ["two"]]);
 * ```
 */
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
