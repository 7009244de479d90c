import type { Issue } from "../core/issue.ts";
import type { Node } from "./node.ts";
import type { PipelineGraph } from "./pipeline.ts";

/** One issue for each cycle, its nodes in the order in which they feed each other. Every node that lies on a cycle is named. */
export function findCycles(nodes: readonly Node[], graph: PipelineGraph): readonly Issue[] {
  const isDone = nodes.map(() => false);
  const issues: Issue[] = [];
  for (let start = 0; start < nodes.length; start++) {
    if (isDone[start]) continue;
    const cycle = shortestCycle(start, graph.children);
    for (const i of cycle) isDone[i] = true;
    if (cycle.length > 0) issues.push(cycleIssue([...cycle, start].map((i) => nodes[i]!.name)));
  }
  return issues;
}

// Breadth-first from `start` until it comes back; empty when it does not.
function shortestCycle(start: number, children: readonly (readonly number[])[]): readonly number[] {
  const from = new Map<number, number>();
  const queue = [start];
  for (const i of queue) {
    for (const child of children[i]!) {
      if (child === start) return pathTo(i, start, from);
      if (from.has(child)) continue;
      from.set(child, i);
      queue.push(child);
    }
  }
  return [];
}

function pathTo(end: number, start: number, from: ReadonlyMap<number, number>): readonly number[] {
  const path = [end];
  for (let i = end; i !== start;) path.push(i = from.get(i)!);
  return path.reverse();
}

function cycleIssue(names: readonly string[]): Issue {
  return {
    code: "pipeline.cycle",
    message: `Nodes cannot wait for each other in a circle: found ${
      names.map((name) => `"${name}"`).join(" → ")
    }`,
  };
}
