import type { Issue } from "../core/issue.ts";
import { baseName } from "./names.ts";
import type { Node } from "./node.ts";

/** Everything that keeps nodes from making one pipeline, but cycles. */
export function checkNodes(nodes: readonly Node[]): readonly Issue[] {
  return [
    ...duplicateNames(nodes),
    ...sharedDatasets(nodes, "outputs", "duplicate_output", "is made by"),
    ...sharedDatasets(nodes, "confirms", "duplicate_confirm", "is confirmed by"),
    ...mixedTranscoding(nodes),
  ];
}

function duplicateNames(nodes: readonly Node[]): readonly Issue[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name } of nodes) {
    if (seen.has(name)) twice.add(name);
    seen.add(name);
  }
  return Array.from(twice, (name) => ({
    code: "pipeline.duplicate_name",
    message: `Names of nodes are unique: found "${name}" ${
      nodes.filter((node) => node.name === name).length
    } times`,
  }));
}

function sharedDatasets(
  nodes: readonly Node[],
  field: "outputs" | "confirms",
  code: string,
  verb: string,
): readonly Issue[] {
  const owners = new Map<string, Node>();
  const shared = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const name of node[field]) {
      const base = baseName(name);
      const first = owners.get(base);
      if (first === undefined) owners.set(base, node);
      else shared.set(base, [...shared.get(base) ?? [first], node]);
    }
  }
  return Array.from(shared, ([base, nodes]) => ({
    code: `pipeline.${code}`,
    message: `A dataset ${verb} one node: "${base}" ${verb} ${
      nodes.map((node) => `"${node.name}"`).join(" and ")
    }`,
  }));
}

function mixedTranscoding(nodes: readonly Node[]): readonly Issue[] {
  const transcoded = new Map<string, string>();
  const eachName = (look: (name: string) => void) => {
    for (const node of nodes) {
      for (const name of node.inputs) look(name);
      for (const name of node.outputs) look(name);
    }
  };
  eachName((name) => {
    if (name.includes("@")) transcoded.set(baseName(name), name);
  });
  if (transcoded.size === 0) return [];
  const mixed = new Set<string>();
  eachName((name) => {
    if (transcoded.has(name)) mixed.add(name);
  });
  return Array.from(mixed, (base) => ({
    code: "pipeline.mixed_transcoding",
    message: `A dataset is named with a format everywhere or nowhere: found "${base}" and "${
      transcoded.get(base)
    }"`,
  }));
}
