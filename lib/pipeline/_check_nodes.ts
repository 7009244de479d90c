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
  const owners = new Map<string, string[]>();
  const shared = new Set<string>();
  for (const node of nodes) {
    for (const name of node[field]) {
      const base = baseName(name);
      const names = owners.get(base);
      if (names === undefined) owners.set(base, [node.name]);
      else {
        names.push(node.name);
        shared.add(base);
      }
    }
  }
  return Array.from(shared, (base) => ({
    code: `pipeline.${code}`,
    message: `A dataset ${verb} one node: "${base}" ${verb} ${
      owners.get(base)!.map((name) => `"${name}"`).join(" and ")
    }`,
  }));
}

function mixedTranscoding(nodes: readonly Node[]): readonly Issue[] {
  const plain = new Set<string>();
  const transcoded = new Map<string, string>();
  for (const node of nodes) {
    for (const names of [node.inputs, node.outputs]) {
      for (const name of names) {
        const base = baseName(name);
        if (base === name) plain.add(name);
        else transcoded.set(base, name);
      }
    }
  }
  return [...transcoded].filter(([base]) => plain.has(base)).map(([base, name]) => ({
    code: "pipeline.mixed_transcoding",
    message: `A dataset is named with a format everywhere or nowhere: found "${base}" and "${name}"`,
  }));
}
