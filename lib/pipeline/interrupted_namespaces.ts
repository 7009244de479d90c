import type { Issue } from "../core/issue.ts";
import { isWithin } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";

/**
 * Namespaces that the flow leaves and enters again, so that their nodes cannot be deployed as one. Harmless when the whole
 * pipeline runs in one process.
 *
 * @example A namespace that is left and entered again
 * ```ts
 * import assert from "node:assert/strict";
 * import { interruptedNamespaces, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const whole = pipeline([
 *   node({ name: "one", namespace: "etl", inputs: "a", outputs: "b", run: increase }),
 *   node({ name: "two", inputs: "b", outputs: "c", run: increase }),
 *   node({ name: "three", namespace: "etl", inputs: "c", outputs: "d", run: increase }),
 * ]);
 *
 * assert.deepEqual(interruptedNamespaces(whole).map((issue) => issue.message), [
 *   'Namespace "etl" is left at node "two" and entered again at node "etl.three"',
 * ]);
 * ```
 */
export function interruptedNamespaces(pipeline: Pipeline): readonly Issue[] {
  const { nodes, graph } = pipeline;
  const issues: Issue[] = [];
  // Of each node: the namespaces that were left on the way to it, and the node at which they were.
  const left: Map<string, string>[] = [];
  for (const [i, node] of nodes.entries()) {
    const leftHere = new Map<string, string>();
    for (const parent of graph.parents[i]!) {
      const from = nodes[parent]!.namespace;
      for (const [namespace, at] of left[parent]!) {
        if (isWithin(node.namespace, namespace) && !isWithin(from, namespace)) {
          issues.push(interruption(namespace, at, node.name));
        }
        leftHere.set(namespace, at);
      }
      for (const namespace of prefixes(from)) {
        if (!isWithin(node.namespace, namespace)) leftHere.set(namespace, node.name);
      }
    }
    left.push(leftHere);
  }
  return issues;
}

function interruption(namespace: string, at: string, again: string): Issue {
  return {
    code: "pipeline.interrupted_namespace",
    message: `Namespace "${namespace}" is left at node "${at}" and entered again at node "${again}"`,
  };
}

// `a.b` lies in `a` and in `a.b`.
function prefixes(namespace: string | undefined): readonly string[] {
  const parts = namespace?.split(".") ?? [];
  return parts.map((_, k) => parts.slice(0, k + 1).join("."));
}
