import type { Catalog } from "../catalog/catalog.ts";
import { mapPool } from "../core/pool.ts";
import { type Pipeline, pipelineOf } from "../pipeline/pipeline.ts";

/**
 * The part of a pipeline that makes what is missing, by Kedro's rule: nodes without outputs, nodes with a persistent output
 * that does not exist, and nodes that make what one of these needs and is not kept or does not exist.
 */
export async function withMissingOutputs(pipeline: Pipeline, catalog: Catalog): Promise<Pipeline> {
  const { nodes } = pipeline;
  const names = [...new Set(nodes.flatMap((node) => node.outputs))];
  const presences = await mapPool(names, 16, (name) => presenceOf(name, catalog));
  const states = new Map(names.map((name, k) => [name, presences[k]!]));
  const isMissing = (name: string) => states.get(name) === "missing";
  // What the nodes that run read; those that make it come before them.
  const needed = new Set<string>();
  const isNeeded = (name: string) => needed.has(name) && states.get(name) !== "exists";
  const runs = nodes.toReversed().filter(({ inputs, outputs }) => {
    const isRun = outputs.length === 0 || outputs.some(isMissing) || outputs.some(isNeeded);
    if (isRun) inputs.forEach((name) => needed.add(name));
    return isRun;
  });
  return pipelineOf(runs);
}

/** Whether a dataset exists, is missing, or lives no longer than the process. */
type Presence = "exists" | "missing" | "ephemeral";

async function presenceOf(name: string, catalog: Catalog): Promise<Presence> {
  const dataset = catalog.get(name);
  if (dataset === undefined || dataset.traits.ephemeral) return "ephemeral";
  return await catalog.exists(name) ? "exists" : "missing";
}
