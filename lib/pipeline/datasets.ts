import { baseName, compareNames } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";

/** Names of the datasets and parameters that a pipeline needs from outside, sorted. */
export function freeInputs(pipeline: Pipeline): readonly string[] {
  const { producer } = pipeline.graph;
  return collectNames(pipeline, ["inputs"], (name) => !producer.has(baseName(name)));
}

/** Names of the datasets that a pipeline makes and no node of it reads, sorted. */
export function freeOutputs(pipeline: Pipeline): readonly string[] {
  const { consumers } = pipeline.graph;
  return collectNames(pipeline, ["outputs"], (name) => !consumers.has(baseName(name)));
}

/** Names of everything that any node reads, sorted. */
export function allInputs(pipeline: Pipeline): readonly string[] {
  return collectNames(pipeline, ["inputs"]);
}

/** Names of everything that any node makes, sorted. */
export function allOutputs(pipeline: Pipeline): readonly string[] {
  return collectNames(pipeline, ["outputs"]);
}

/** Names of all datasets and parameters of a pipeline, sorted. */
export function datasetNames(pipeline: Pipeline): readonly string[] {
  return collectNames(pipeline, ["inputs", "outputs"]);
}

function collectNames(
  pipeline: Pipeline,
  fields: readonly ("inputs" | "outputs")[],
  isWanted: (name: string) => boolean = () => true,
): readonly string[] {
  const found = new Set<string>();
  for (const node of pipeline.nodes) {
    for (const field of fields) {
      for (const name of node[field]) {
        if (isWanted(name)) found.add(name);
      }
    }
  }
  return [...found].sort(compareNames);
}
