import type { Node } from "../pipeline/node.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import type { NestBy } from "../tracking/settings/kedge_file.ts";
import { DEFAULT_PIPELINE } from "./define_project.ts";

/**
 * Which run inside a run a node belongs to: that of the outermost part of its namespace, or that of its pipeline. Of several
 * pipelines the first counts; when one is named, it is the run itself.
 *
 * @param names The pipelines that run.
 */
export function groupNodesBy(
  by: Exclude<NestBy, "none">,
  pipelines: Readonly<Record<string, Pipeline>>,
  names: readonly string[],
): (node: Node) => string | undefined {
  if (by === "namespace") return ({ namespace }) => namespace?.split(".")[0];
  const isDefault = names.length === 1 && names[0] === DEFAULT_PIPELINE;
  const candidates = isDefault ? Object.keys(pipelines).filter((name) => name !== DEFAULT_PIPELINE) : names;
  if (!isDefault && candidates.length === 1) return () => undefined;
  const members = candidates.map((name) =>
    [name, new Set(pipelines[name]?.nodes.map((node) => node.name))] as const
  );
  return (node) => members.find(([, nodes]) => nodes.has(node.name))?.[0];
}
