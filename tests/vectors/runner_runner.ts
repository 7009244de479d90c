import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import type { Catalog } from "../../lib/catalog/catalog.ts";
import type { JsonObject } from "../../lib/core/json.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";
import { createDispatcher, type HookName } from "../../lib/hooks/dispatcher.ts";
import type { Hooks } from "../../lib/hooks/hooks.ts";
import { freeOutputs } from "../../lib/pipeline/datasets.ts";
import { filterPipeline, type PipelineFilter } from "../../lib/pipeline/filter.ts";
import { joinPipelines } from "../../lib/pipeline/join_pipelines.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";
import { selectNodes } from "../../lib/pipeline/select.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import type { PipelineResult } from "../../lib/runner/run_result.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";
import { makeNodes, type NodeInput } from "./_nodes.ts";
import { compareValues } from "./compare.ts";

interface RunnerInput {
  readonly nodes: readonly NodeInput[];
  readonly pipelines?: Readonly<Record<string, readonly NodeInput[]>>;
  readonly datasets: Readonly<Record<string, DatasetInput>>;
  readonly parameters?: JsonObject;
  readonly run?: {
    readonly pipeline_names?: readonly string[];
    readonly only_missing_outputs?: boolean;
    readonly runner?: string;
    readonly load_versions?: Readonly<Record<string, string>>;
    readonly [filter: string]: unknown;
  };
  readonly hooks?: {
    readonly before_node_run?: { readonly node: string; readonly returns: unknown };
    readonly recorders?: readonly string[];
  };
}

interface DatasetInput {
  readonly kind: "memory" | "json" | "json_versioned";
  readonly data?: unknown;
  readonly versions?: Readonly<Record<string, unknown>>;
}

/** Run one case of runner.json. */
export async function run(input: unknown): Promise<unknown> {
  const { datasets, parameters = {}, run = {}, hooks: given, ...rest } = input as RunnerInput;
  await using dir = await tempDir();
  await writeFiles(dir, datasets);
  const catalog = createCatalog({
    root: dir.path,
    entries: entriesOf(datasets),
    parameters,
    loadVersions: run.load_versions,
  });
  const recording = record(given?.recorders ?? [undefined]);
  const hooks = [...recording.hooks, ...replacing(given?.before_node_run)];

  const dispatcher = createDispatcher(hooks);
  await dispatcher.emit("afterContextCreated", { context: undefined });
  await dispatcher.emit("afterCatalogCreated", { catalog, parameters });
  const chosen = choose(rest, run);
  const result = await runPipeline(chosen, catalog, {
    hooks,
    concurrency: run.runner === undefined || run.runner === "SequentialRunner" ? 1 : 4,
    onlyMissingOutputs: run.only_missing_outputs,
    // Kedro finds a missing file when it loads it.
    checkInputs: false,
    throwOnError: false,
  });

  return {
    status: result.status === "finished" ? "ok" : result.status,
    events: recording.events,
    ran: result.nodes.filter(({ status }) => status === "done").map(({ name }) => name),
    released: recording.released,
    files: await readFiles(dir, datasets, catalog.saveVersion),
    ...(result.status === "finished"
      ? { outputs: await outputsOf(chosen, result, catalog) }
      : { failure: inTheirWords(result.error), resume: resumeOf(result) }),
  };
}

/** As always, but the order of what concurrent nodes do does not count. */
export function compare(expected: unknown, actual: unknown): readonly string[] {
  const { unordered, ...wanted } = expected as Record<string, unknown>;
  if (unordered !== true) return compareValues(expected, actual);
  return compareValues(sortLists(wanted), sortLists(actual as Record<string, unknown>));
}

function sortLists(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const sorted = ["events", "ran", "released"].map((key) => {
    const list = value[key] as readonly unknown[];
    return [key, list.map((item) => JSON.stringify(item)).sort()];
  });
  return { ...value, ...Object.fromEntries(sorted) };
}

async function writeFiles(dir: TempDir, datasets: RunnerInput["datasets"]): Promise<void> {
  for (const [name, { kind, data, versions = {} }] of Object.entries(datasets)) {
    if (kind === "json" && data !== undefined) await dir.write({ [fileOf(name)]: JSON.stringify(data) });
    for (const [version, value] of Object.entries(versions)) {
      await dir.write({ [`${fileOf(name)}/${version}/${name}.json`]: JSON.stringify(value) });
    }
  }
}

async function readFiles(
  dir: TempDir,
  datasets: RunnerInput["datasets"],
  saveVersion: string,
): Promise<unknown> {
  const files: Record<string, unknown> = {};
  for (const [name, { kind }] of Object.entries(datasets)) {
    if (kind === "json") files[name] = await readJson(dir.join(fileOf(name)));
    if (kind === "json_versioned") {
      files[name] = await readVersions(dir.join(fileOf(name)), name, saveVersion);
    }
  }
  return files;
}

async function readVersions(folder: string, name: string, saveVersion: string): Promise<unknown> {
  const versions: Record<string, unknown> = {};
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  for (const { name: version } of entries) {
    const key = version === saveVersion ? "{SAVE_VERSION}" : version;
    versions[key] = await readJson(`${folder}/${version}/${name}.json`);
  }
  return versions;
}

async function readJson(path: string): Promise<unknown> {
  const text = await Deno.readTextFile(path).catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

function fileOf(name: string): string {
  return `data/${name}.json`;
}

function entriesOf(datasets: RunnerInput["datasets"]) {
  return Object.fromEntries(
    Object.entries(datasets).map(([name, { kind, data }]) => {
      if (kind === "memory") return [name, data === undefined ? memoryDataset() : memoryDataset(data)];
      return [name, { type: "json", filepath: fileOf(name), versioned: kind === "json_versioned" }];
    }),
  );
}

function choose({ nodes, pipelines = {} }: Pick<RunnerInput, "nodes" | "pipelines">, {
  pipeline_names: names = ["__default__"],
  ...options
}: NonNullable<RunnerInput["run"]>): Pipeline {
  const all: Readonly<Record<string, readonly NodeInput[]>> = { __default__: nodes, ...pipelines };
  const whole = joinPipelines(names.map((name) => pipeline(makeNodes(all[name]!))));
  const filter = Object.entries(FILTERS).map(([theirs, ours]) => [ours, options[theirs]]);
  return filterPipeline(whole, Object.fromEntries(filter));
}

const FILTERS: Readonly<Record<string, keyof PipelineFilter>> = {
  tags: "tags",
  node_names: "nodeNames",
  from_nodes: "fromNodes",
  to_nodes: "toNodes",
  from_inputs: "fromInputs",
  to_outputs: "toOutputs",
  namespaces: "nodeNamespaces",
};

/** What recording hooks heard. */
interface Recording {
  readonly hooks: readonly Hooks[];
  readonly events: readonly unknown[];
  readonly released: readonly unknown[];
}

function record(labels: readonly (string | undefined)[]): Recording {
  const events: unknown[] = [];
  const released: unknown[] = [];
  const hooks = labels.map((label, i): Hooks => {
    const hear = (name: HookName) => (event: object) => {
      const { datasetName, node } = event as { datasetName?: string; node?: { name: string } };
      const facts = [theirName(name), datasetName, node?.name, label];
      events.push(facts.filter((fact) => fact !== undefined));
    };
    return {
      ...Object.fromEntries(THEIR_HOOKS.map((name) => [name, hear(name)])),
      ...(i === 0 && {
        afterDatasetReleased: ({ datasetName, node }) => void released.push([datasetName, node.name]),
      }),
    };
  });
  return { hooks, events, released };
}

const THEIR_HOOKS: readonly HookName[] = [
  "afterContextCreated",
  "afterCatalogCreated",
  "beforePipelineRun",
  "beforeDatasetLoaded",
  "afterDatasetLoaded",
  "beforeNodeRun",
  "afterNodeRun",
  "beforeDatasetSaved",
  "afterDatasetSaved",
  "onNodeError",
  "afterPipelineRun",
  "onPipelineError",
];

function theirName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

// Hooks are named in our way here and in theirs in the cases.
function inTheirWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/(before|after|on)[A-Z]\w+/g, theirName);
}

function replacing(change: NonNullable<RunnerInput["hooks"]>["before_node_run"]): readonly Hooks[] {
  if (change === undefined) return [];
  // What the cases return may be wrong on purpose.
  const returns = change.returns as Readonly<Record<string, unknown>>;
  return [{ beforeNodeRun: ({ node }) => node.name === change.node ? returns : undefined }];
}

async function outputsOf(whole: Pipeline, result: PipelineResult, catalog: Catalog): Promise<unknown> {
  const ran = result.nodes.filter(({ status }) => status === "done").map(({ name }) => name);
  const names = freeOutputs(selectNodes(whole, { nodeNames: ran }));
  const values = names.map(async (name) =>
    [name, Object.hasOwn(result.outputs, name) ? result.outputs[name] : await catalog.load(name)] as const
  );
  return Object.fromEntries(await Promise.all(values));
}

function resumeOf({ nodes, resumeFrom }: PipelineResult): unknown {
  if (nodes.every(({ status }) => status === "not_run")) return undefined;
  return nodes.some(({ status }) => status === "done") ? resumeFrom : "no nodes ran";
}
