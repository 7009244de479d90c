import type { RunHandle } from "../core/run_context.ts";
import type { PathTest } from "../core/name_patterns.ts";
import type { Hooks } from "../hooks/hooks.ts";
import { isParameterName } from "../pipeline/names.ts";
import type { Node } from "../pipeline/node.ts";
import { entryText } from "./entry_text.ts";
import { flattenParams } from "./flatten_params.ts";
import { invalid, MAX_PARAM_LENGTH, MAX_TAG_LENGTH } from "./limits.ts";
import { createParamKeys, type ParamKeys } from "./param_keys.ts";
import { createParamFilter } from "./param_values.ts";
import type { ParamSettings } from "./settings.ts";

/**
 * Hooks that record the parameters of each node that runs, once per run, before its function is called: `params:model.trees`
 * as param `model.trees`, `parameters` as `parameters`. Signs that MLflow refuses in names become `_`.
 *
 * @param run The run, or which run a node belongs to.
 * @param settings Which parameters are recorded, and how. @default {all of them, maps as JSON}
 * @param isRedacted Which are recorded as `***`, by the keys down to them. @default {what `redact` of the settings lists}
 */
export function paramHooks(
  run: RunHandle | ((node: Node) => RunHandle),
  settings: Partial<ParamSettings> = {},
  isRedacted?: PathTest,
): Hooks {
  const runOf = typeof run === "function" ? run : () => run;
  const filter = createParamFilter(settings, isRedacted);
  const recorded = new WeakMap<RunHandle, Set<string>>();
  let keys: ParamKeys | undefined;
  return {
    name: "params",
    beforeNodeRun({ node, inputs, catalog }): void {
      const owner = runOf(node);
      const known = recorded.get(owner) ?? new Set();
      recorded.set(owner, known);
      const names = [...new Set(node.inputs)].filter((name) => isParameterName(name) && !known.has(name));
      if (names.length === 0) return;
      keys ??= createParamKeys(catalog.parameters, settings.sep ?? ".");
      const entries = toEntries(flatten(names, inputs, { settings, filter }), { run: owner, keys, settings });
      owner.write({ params: entries.params, tags: entries.tags }, node.name);
      for (const warning of entries.warnings) owner.log("warn", warning, node.name);
      for (const name of names) known.add(name);
    },
  };
}

function flatten(
  names: readonly string[],
  inputs: Readonly<Record<string, unknown>>,
  { settings, filter }: {
    readonly settings: Partial<ParamSettings>;
    readonly filter: ReturnType<typeof createParamFilter>;
  },
): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const name of names) {
    const key = name.replace(/^params:/, "");
    const value = filter(inputs[name], name === key ? [] : key.split("."));
    if (value === undefined) continue;
    const flat = settings.flatten === true ? flattenParams({ [key]: value }, settings) : { [key]: value };
    for (const [flatKey, inner] of Object.entries(flat)) found.set(flatKey, inner);
  }
  return found;
}

interface Entries {
  readonly params: [string, string][];
  readonly tags: [string, string][];
  readonly warnings: string[];
}

function toEntries(
  values: ReadonlyMap<string, unknown>,
  { run, keys, settings }: {
    readonly run: RunHandle;
    readonly keys: ParamKeys;
    readonly settings: Partial<ParamSettings>;
  },
): Entries {
  const entries: Entries = { params: [], tags: [], warnings: [] };
  for (const [name, value] of values) {
    const key = keys(name);
    if (key !== name) entries.warnings.push(`Parameter "${name}" is recorded as "${key}"`);
    const text = entryText(value) ?? "";
    if (text.length <= MAX_PARAM_LENGTH) entries.params.push([key, text]);
    else addLong(entries, { key, text, run, strategy: settings.longValues ?? "fail" });
  }
  return entries;
}

function addLong(
  { params, tags, warnings }: Entries,
  { key, text, run, strategy }: {
    readonly key: string;
    readonly text: string;
    readonly run: RunHandle;
    readonly strategy: ParamSettings["longValues"];
  },
): void {
  const length = `its value has ${text.length} characters`;
  switch (strategy) {
    case "truncate":
      params.push([key, cut(text, MAX_PARAM_LENGTH)]);
      warnings.push(`Parameter "${key}" is cut after ${MAX_PARAM_LENGTH} characters: ${length}`);
      return;
    case "tag":
      tags.push([key, cut(text, MAX_TAG_LENGTH)]);
      warnings.push(
        `Parameter "${key}" is recorded as a tag${
          text.length > MAX_TAG_LENGTH ? `, cut after ${MAX_TAG_LENGTH} characters` : ""
        }: ${length}`,
      );
      return;
    case "fail":
      throw invalid(
        `Cannot record parameter "${key}" of run "${run.name}": ${length}, at most ${MAX_PARAM_LENGTH} fit. ` +
          'Set tracking.params.long_params_strategy to "truncate" or "tag" in mlflow.yml',
      );
    default:
      strategy satisfies never;
  }
}

function cut(text: string, length: number): string {
  return text.slice(0, length).toWellFormed();
}
