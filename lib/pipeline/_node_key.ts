import type { Binding } from "./binding.ts";
import { compareNames } from "./names.ts";
import type { Node } from "./node.ts";

/** What makes two nodes the same, as in Kedro: name, inputs and outputs; neither tags nor the function. */
export function nodeKey({ name, inputBinding, outputBinding }: Node): string {
  return JSON.stringify([name, bindingKey(inputBinding), bindingKey(outputBinding)]);
}

function bindingKey(binding: Binding): unknown {
  if (binding.kind !== "map") return binding;
  return Object.entries(binding.names).sort(([a], [b]) => compareNames(a, b));
}
