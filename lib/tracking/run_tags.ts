import { isPlainObject } from "../core/json.ts";
import { entryText } from "./entry_text.ts";
import type { PathTest } from "../core/name_patterns.ts";
import { redactValue } from "./redact.ts";

/** How a run was asked for, as far as its tags tell. */
export interface RunRequest {
  /** Environment, if it is not the usual one. */
  readonly env?: string | undefined;
  /** Names of the pipelines, if any were named. */
  readonly pipelineNames?: readonly string[] | undefined;
  /** Filters of the pipeline by name: `fromNodes`. */
  readonly selection?: Readonly<Record<string, unknown>> | undefined;
  /** Versions to load by dataset. */
  readonly loadVersions?: Readonly<Record<string, string>> | undefined;
  /** Parameters given for this run only. */
  readonly runtimeParams?: Readonly<Record<string, unknown>> | undefined;
  /** How nodes are run. */
  readonly runner?: string | undefined;
  /** Whether only what is missing is made. */
  readonly onlyMissingOutputs?: boolean | undefined;
}

/**
 * What a run was asked for as tags, under the names of kedro-mlflow: `env`, `pipeline_names`, `from_nodes`, `kedro_command`
 * ... Lists and maps are JSON. What was not asked for has no tag.
 */
export function runTags(request: RunRequest, isRedacted: PathTest): Readonly<Record<string, string>> {
  const { selection = {}, ...others } = request;
  const filters = Object.entries(selection).map(([key, value]) =>
    [FILTERS[key] ?? toSnake(key), value] as const
  );
  const facts: readonly (readonly [string, unknown])[] = [
    ["env", others.env],
    ["pipeline_names", others.pipelineNames],
    ...filters,
    ["load_versions", others.loadVersions],
    ["runtime_params", redactValue(others.runtimeParams ?? {}, isRedacted)],
    ["runner", others.runner],
    ["only_missing_outputs", others.onlyMissingOutputs],
    ["kedro_command", kedroCommand(request)],
  ];
  return Object.fromEntries(
    facts.filter(([, value]) => isTold(value)).map(([key, value]) => [key, entryText(value) ?? ""]),
  );
}

const FILTERS: Readonly<Record<string, string>> = { nodeNamespaces: "namespaces" };

/** The command that Kedro would have been given, with the options that kedro-mlflow records. */
export function kedroCommand({ selection = {}, pipelineNames, loadVersions = {} }: RunRequest): string {
  const versions = Object.entries(loadVersions).map(([name, version]) => `${name}:${version}`);
  const options: readonly (readonly [string, unknown])[] = [
    ["from-inputs", selection["fromInputs"]],
    ["from-nodes", selection["fromNodes"]],
    ["to-nodes", selection["toNodes"]],
    ["node", selection["nodeNames"]],
    ["pipeline", pipelineNames ?? ["__default__"]],
    ["tag", selection["tags"]],
    ["load-version", versions],
  ];
  const words = options.filter(([, value]) => isTold(value)).map(([name, value]) =>
    `--${name}=${String(value)}`
  );
  return ["kedro", "run", ...words].join(" ");
}

function isTold(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isPlainObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

function toSnake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
