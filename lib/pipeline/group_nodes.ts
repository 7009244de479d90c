import type { Node } from "./node.ts";
import type { Pipeline } from "./pipeline.ts";

/** Nodes that are deployed together. */
export interface NodeGroup {
  /** The namespace at the top, or the name of a node that has none. */
  readonly name: string;
  /** What it is named after. */
  readonly kind: "namespace" | "node";
  /** Names of its nodes, in order. */
  readonly nodes: readonly string[];
  /** Names of the groups that must be done before it, in the order in which its nodes need them. */
  readonly dependencies: readonly string[];
}

/**
 * Group the nodes of a pipeline by the first part of their namespace; nodes without one stand alone. Kedro's
 * `group_nodes_by("namespace")`; with `by: "node"` every node stands alone.
 *
 * @example A namespace and a node of its own
 * ```ts
 * import assert from "node:assert/strict";
 * import { groupNodes, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const whole = pipeline([
 *   node({ name: "one", namespace: "etl", inputs: "a", outputs: "b", run: increase }),
 *   node({ name: "two", inputs: "b", outputs: "c", run: increase }),
 * ]);
 *
 * assert.deepEqual(groupNodes(whole), [
 *   { name: "etl", kind: "namespace", nodes: ["etl.one"], dependencies: [] },
 *   { name: "two", kind: "node", nodes: ["two"], dependencies: ["etl"] },
 * ]);
 * ```
 */
export function groupNodes(pipeline: Pipeline, by: "namespace" | "node" = "namespace"): readonly NodeGroup[] {
  const { nodes, graph } = pipeline;
  const nameOf = (node: Node) => by === "namespace" && node.namespace?.split(".")[0] || node.name;
  const groups = new Map<string, { kind: NodeGroup["kind"]; nodes: string[]; dependencies: Set<string> }>();
  for (const [i, node] of nodes.entries()) {
    const name = nameOf(node);
    const kind = name === node.name ? "node" : "namespace";
    const group = groups.get(name) ?? { kind, nodes: [], dependencies: new Set() };
    groups.set(name, group);
    group.nodes.push(node.name);
    const parents = graph.parents[i]!.map((parent) => nodes[parent]!);
    // By name, as the order of levels would tell of more than the graph.
    for (const parent of parents.sort((a, b) => a.name < b.name ? -1 : 1)) {
      if (nameOf(parent) !== name) group.dependencies.add(nameOf(parent));
    }
  }
  return Array.from(groups, ([name, group]) => ({ name, ...group, dependencies: [...group.dependencies] }));
}
