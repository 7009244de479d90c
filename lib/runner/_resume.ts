import type { Catalog } from "../catalog/catalog.ts";
import { baseName } from "../pipeline/names.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/**
 * The nodes to start from so that everything unfinished runs: unfinished nodes, and, as far back as needed, those that made
 * what is gone with the process. Kedro's rule. Empty when nothing was done, as then nothing is gained.
 */
export function resumeFrom(
  pipeline: Pipeline,
  catalog: Catalog,
  isDone: (i: number) => boolean,
): readonly string[] {
  const { nodes, graph: { parents, children } } = pipeline;
  const indices = [...nodes.keys()];
  const needed = new Set(indices.filter((i) => !isDone(i)));
  if (needed.size === nodes.length) return [];
  // Sets grow while they are walked through: first back to what is kept, then forward to all that builds on it.
  for (const i of needed) {
    for (const maker of makersOfLostInputs(pipeline, catalog, i)) needed.add(maker);
  }
  for (const i of needed) {
    for (const child of children[i]!) needed.add(child);
  }
  return indices.filter((i) => needed.has(i) && !parents[i]!.some((parent) => needed.has(parent)))
    .map((i) => nodes[i]!.name).sort();
}

function makersOfLostInputs(pipeline: Pipeline, catalog: Catalog, i: number): readonly number[] {
  return pipeline.nodes[i]!.inputs.flatMap((name) => {
    const maker = pipeline.graph.producer.get(baseName(name));
    return maker === undefined || catalog.get(name)?.traits.ephemeral === false ? [] : [maker];
  });
}
