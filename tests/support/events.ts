import type { HookName } from "../../lib/hooks/dispatcher.ts";
import type { Hooks } from "../../lib/hooks/hooks.ts";

/** Hooks that note every event of some kinds as `name dataset node`. */
export function eventLog(
  ...names: readonly HookName[]
): { readonly hooks: Hooks; readonly events: readonly string[] } {
  const events: string[] = [];
  const hear = (name: HookName) => (event: object) => {
    const { datasetName, node } = event as { datasetName?: string; node?: { name: string } };
    events.push([name, datasetName, node?.name].filter((fact) => fact !== undefined).join(" "));
  };
  return { hooks: Object.fromEntries(names.map((name) => [name, hear(name)])), events };
}
