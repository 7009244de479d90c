import type { NodeFunction } from "./node.ts";
import { baseName, isParameterName } from "./names.ts";

/**
 * The name of a node that was given none: that of its function, or else of what it makes, or else of what it takes. A
 * function written in place is called `run` by the language, which says nothing.
 */
export function defaultNodeName(
  run: NodeFunction,
  inputs: readonly string[],
  outputs: readonly string[],
): string {
  const name = run.name.replace(/^(bound )+/, "");
  if (name !== "" && name !== "run" && name !== "anonymous") return nameLike(name);
  if (outputs.length > 0) return outputs.map(datasetWord).join("-");
  return inputs.length > 0 ? `use-${inputs.map(datasetWord).join("-")}` : "node";
}

function datasetWord(name: string): string {
  return nameLike(isParameterName(name) ? name.replace("params:", "") : baseName(name));
}

function nameLike(text: string): string {
  return text.replace(/[^\p{L}\p{N}_.-]/gu, "_");
}
