import type { RunHandle } from "../core/run_context.ts";
import type { Hooks } from "../hooks/hooks.ts";
import { isParameterName } from "../pipeline/names.ts";
import { entryText } from "./entry_text.ts";
import { sanitiseName } from "./sanitise_name.ts";

/**
 * Hooks that record the parameters of each node that runs, once per parameter, before its function is called:
 * `params:model.trees` as param `model.trees`, `parameters` as `parameters`. Signs that MLflow refuses in names become `_`.
 */
export function paramHooks(run: RunHandle): Hooks {
  const recorded = new Set<string>();
  return {
    name: "params",
    beforeNodeRun({ node, inputs }): void {
      const names = [...new Set(node.inputs)].filter((name) => isParameterName(name) && !recorded.has(name));
      if (names.length === 0) return;
      run.write({ params: names.map((name) => [paramKey(name), entryText(inputs[name]) ?? ""]) }, node.name);
      for (const name of names) recorded.add(name);
    },
  };
}

function paramKey(name: string): string {
  return sanitiseName(name.replace(/^params:/, ""));
}
