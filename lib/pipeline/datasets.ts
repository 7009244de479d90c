import { baseName, compareNames } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";

/** Names of the datasets and parameters that a pipeline needs from outside, sorted. */
export function freeInputs(pipeline: Pipeline): readonly string[] {
  const { producer } = pipeline.graph;
  return allInputs(pipeline).filter((name) => !producer.has(baseName(name)));
}

/** Names of the datasets that a pipeline makes and no node of it reads, sorted. */
export function freeOutputs(pipeline: Pipeline): readonly string[] {
  const { consumers } = pipeline.graph;
  return allOutputs(pipeline).filter((name) => !consumers.has(baseName(name)));
}

/** Names of everything that any node reads, sorted. */
export function allInputs(pipeline: Pipeline): readonly string[] {
  return sortedNames(pipeline.nodes.flatMap((node) => node.inputs));
}

/** Names of everything that any node makes, sorted. */
export function allOutputs(pipeline: Pipeline): readonly string[] {
  return sortedNames(pipeline.nodes.flatMap((node) => node.outputs));
}

/** Names of all datasets and parameters of a pipeline, sorted. */
export function datasetNames(pipeline: Pipeline): readonly string[] {
  return sortedNames(pipeline.nodes.flatMap((node) => [...node.inputs, ...node.outputs]));
}

function sortedNames(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareNames);
}
