import type { Issue } from "../core/issue.ts";
import type { Node } from "./node.ts";
import type { PipelineGraph } from "./pipeline.ts";

/** An issue for each cycle, with its nodes in the order in which they feed each other. Cycles that share a node count once. */
export function findCycles(nodes: readonly Node[], graph: PipelineGraph): readonly Issue[] {
  const left = new Set(nodes.keys());
  const issues: Issue[] = [];
  for (trim(left, graph); left.size > 0; trim(left, graph)) {
    const cycle = walkBack(left, graph);
    for (const i of cycle) left.delete(i);
    issues.push(cycleIssue(cycle.map((i) => nodes[i]!.name)));
  }
  return issues;
}

// Takes away what only leads to cycles or comes from them, so that every node left has a parent and a child left.
function trim(left: Set<number>, { parents, children }: PipelineGraph): void {
  const isLeft = (i: number) => left.has(i);
  const queue = [...left];
  for (const i of queue) {
    if (!left.has(i) || (parents[i]!.some(isLeft) && children[i]!.some(isLeft))) continue;
    left.delete(i);
    queue.push(...parents[i]!, ...children[i]!);
  }
}

// From parent to parent there is no end, so the walk comes back to where it has been.
function walkBack(left: ReadonlySet<number>, { parents }: PipelineGraph): readonly number[] {
  const path = new Set<number>();
  let i = left.values().next().value!;
  while (!path.has(i)) {
    path.add(i);
    i = parents[i]!.find((parent) => left.has(parent))!;
  }
  const walked = [...path];
  return walked.slice(walked.indexOf(i)).reverse();
}

function cycleIssue(names: readonly string[]): Issue {
  const first = names.indexOf([...names].sort()[0]!);
  const circle = [...names.slice(first), ...names.slice(0, first + 1)].map((name) => `"${name}"`).join(" → ");
  return { code: "pipeline.cycle", message: `Nodes cannot wait for each other in a circle: found ${circle}` };
}
