import type { Catalog } from "../catalog/catalog.ts";
import { type Pipeline, pipelineOf } from "../pipeline/pipeline.ts";

/**
 * The part of a pipeline that makes what is missing, by Kedro's rule: nodes without outputs, nodes with a persistent output
 * that does not exist, and nodes that make what one of these needs and is not kept or does not exist.
 */
export async function withMissingOutputs(pipeline: Pipeline, catalog: Catalog): Promise<Pipeline> {
  const { nodes, graph: { children } } = pipeline;
  const states = new Map<string, Presence>();
  for (const name of new Set(nodes.flatMap((node) => node.outputs))) {
    states.set(name, await presenceOf(name, catalog));
  }
  const runs = new Set<number>();
  for (let i = nodes.length - 1; i >= 0; i--) {
    const { outputs } = nodes[i]!;
    const isNeeded = (name: string) =>
      states.get(name) !== "exists" &&
      children[i]!.some((child) => runs.has(child) && nodes[child]!.inputs.includes(name));
    if (
      outputs.length === 0 || outputs.some((name) => states.get(name) === "missing") || outputs.some(isNeeded)
    ) {
      runs.add(i);
    }
  }
  return pipelineOf(nodes.filter((_, i) => runs.has(i)));
}

/** Whether a dataset exists, is missing, or lives no longer than the process. */
type Presence = "exists" | "missing" | "ephemeral";

async function presenceOf(name: string, catalog: Catalog): Promise<Presence> {
  const dataset = catalog.get(name);
  if (dataset === undefined || dataset.traits.ephemeral) return "ephemeral";
  return await catalog.exists(name) ? "exists" : "missing";
}
