import { isPlainObject } from "../../lib/core/json.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import type { PipelineFilter } from "../../lib/pipeline/filter.ts";
import { defineProject } from "../../lib/project/define_project.ts";
import type { ProjectDefinition } from "../../lib/project/definition.ts";
import { openProject } from "../../lib/project/open_project.ts";
import { type EmbeddedStore, openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import type { Run } from "../../lib/tracking/entities.ts";
import type { TrackingStore } from "../../lib/tracking/tracking_store.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";
import { makeNodes, type NodeInput } from "./_nodes.ts";
import { compareMessage, compareValues } from "./compare.ts";

interface TrackingInput {
  readonly files: Readonly<Record<string, string>>;
  readonly pipelines: Readonly<Record<string, readonly NodeInput[]>>;
  readonly sessions: readonly Session[];
  readonly setup?: readonly SetupStep[];
  readonly environ?: Readonly<Record<string, string>>;
}

interface Session {
  readonly env?: string;
  readonly runtime_params?: Readonly<Record<string, unknown>>;
  readonly runner?: string;
  readonly pipeline_names?: readonly string[];
  readonly load_versions?: Readonly<Record<string, string>>;
  readonly [filter: string]: unknown;
}

interface SetupStep {
  readonly experiment?: string;
  readonly deleted?: boolean;
  readonly run?: string;
  readonly in?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly artifacts?: Readonly<Record<string, string>>;
}

interface Outcome {
  readonly status: string;
  readonly failure?: unknown;
}

interface Expected {
  readonly sessions: readonly {
    readonly status: string;
    readonly failure?: { readonly mentions: readonly string[] };
  }[];
  readonly experiments?: readonly { readonly name: string }[];
  readonly runs?: readonly {
    readonly status: string;
    readonly experiment: string;
    readonly structured_tags: Readonly<Record<string, unknown>>;
    readonly metrics: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  }[];
}

/** Run one case of tracking.json. */
export function run(input: unknown): Promise<unknown> {
  return runAndRead(input, readStore);
}

/** Run one case of tracking.json, and let `read` say what was recorded. */
export async function runAndRead(
  input: unknown,
  read: (store: EmbeddedStore) => Promise<object>,
): Promise<unknown> {
  const { files, pipelines, sessions, setup = [], environ = {} } = input as TrackingInput;
  await using dir = await tempDir();
  const ids = await makeSetup(dir, setup);
  const fill = (text: string): string =>
    text
      .replaceAll("{TRACKING_URI}", dir.join(".kedge", "runs.db"))
      .replaceAll("{ROOT}", dir.path)
      .replace(/\{RUN:(\w+)\}/g, (_, name) => ids.get(name) ?? "")
      .replace(/\{REPEAT:(.):(\d+)\}/g, (_, sign, count) => sign.repeat(Number(count)));
  await Deno.mkdir(dir.join("conf", "local"), { recursive: true });
  await dir.write(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, fill(text)])));
  const definition = defineProject({
    name: "vecproj",
    pipelines: Object.fromEntries(
      Object.entries(pipelines).map(([name, nodes]) => [name, pipeline(makeNodes(nodes))]),
    ),
  });
  const variables = { get: (name: string) => environ[name] && fill(environ[name]) };
  const outcomes: Outcome[] = [];
  for (const session of sessions) {
    outcomes.push(await runSession(definition, session, { root: dir.path, variables }));
  }
  await using store = openEmbeddedStore(dir.path);
  return { sessions: outcomes, ...await read(store), files: await readFiles(dir, "data") };
}

async function runSession(
  definition: ProjectDefinition,
  { env, runtime_params: params, runner, pipeline_names: pipelines, load_versions: loadVersions, ...filters }:
    Session,
  options: { readonly root: string; readonly variables: { get(name: string): string | undefined } },
): Promise<Outcome> {
  try {
    // The values come from JSON.
    const given = params as Parameters<typeof openProject>[1] extends { params?: infer Params } ? Params
      : never;
    await using project = await openProject(definition, { ...options, env, params: given });
    const filter = Object.entries(FILTERS).flatMap(([theirs, ours]) =>
      filters[theirs] === undefined ? [] : [[ours, filters[theirs]]]
    );
    const result = await project.run({
      pipelines,
      filter: Object.fromEntries(filter),
      loadVersions,
      runner: runner === undefined || runner === "SequentialRunner" ? "sequential" : "concurrent",
      // Kedro finds a missing file when it loads it.
      checkInputs: false,
      throwOnError: false,
    });
    return result.status === "finished" ? { status: "ok" } : { status: "failed", failure: result.error };
  } catch (error) {
    return { status: "failed", failure: error };
  }
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

// The ids of the runs by their names.
async function makeSetup(dir: TempDir, setup: readonly SetupStep[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  if (setup.length === 0) return ids;
  await using store = openEmbeddedStore(dir.path);
  for (const { experiment, deleted, run: runName, in: name = "", ...entries } of setup) {
    if (experiment !== undefined) {
      const id = await store.createExperiment(experiment);
      if (deleted) await store.deleteExperiment(id);
    }
    if (runName === undefined) continue;
    const experimentId = (await store.getExperimentByName(name))?.experimentId ?? "";
    const { info: { runId } } = await store.createRun({ experimentId, runName, startTime: 1 });
    await store.logBatch(runId, {
      params: Object.entries(entries.params ?? {}),
      metrics: Object.entries(entries.metrics ?? {}).flatMap(([key, points]) =>
        points.map(([step, value], i) => ({ key, step, value, timestamp: 1000 + i }))
      ),
    });
    for (const [path, text] of Object.entries(entries.artifacts ?? {})) {
      await store.writeArtifact(runId, path, new TextEncoder().encode(text));
    }
    await store.updateRun(runId, { status: "FINISHED", endTime: 2 });
    ids.set(runName, runId);
  }
  return ids;
}

/** What a store holds, in the words of the vectors. */
export async function readStore(store: TrackingStore): Promise<object> {
  const experiments = (await store.listExperiments("all")).filter(({ name }) => name !== "Default");
  const names = new Map(experiments.map(({ experimentId, name }) => [experimentId, name]));
  const { items } = await store.searchRuns({ lifecycleStage: "all", experimentIds: [...names.keys()] });
  return {
    experiments: experiments
      .map(({ name, lifecycleStage, tags }) => ({
        name,
        lifecycle: lifecycleStage,
        tags: withoutSystem(tags),
      }))
      .sort((a, b) => a.name < b.name ? -1 : 1),
    runs: await Promise.all(items.toReversed().map((run) => describeRun(store, run, names))),
  };
}

async function describeRun(
  store: TrackingStore,
  { info, params, metrics, tags }: Run,
  names: ReadonlyMap<string, string>,
): Promise<object> {
  const histories = Object.keys(metrics).map(async (key) => {
    const points = await store.getMetricHistory(info.runId, key);
    return [key, sortPoints(points.map(({ step, value }) => [step, value]))] as const;
  });
  return {
    experiment: names.get(info.experimentId),
    run_name: info.runName,
    status: info.status,
    params,
    metrics: Object.fromEntries(await Promise.all(histories)),
    tags: withoutSystem(tags),
    artifacts: (await store.listArtifacts(info.runId)).map(({ path }) => path).sort(),
  };
}

// Those that depend on the machine, and our own.
function withoutSystem(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) =>
      !/^(mlflow|kedge)\.|^(run_id|project_path|kedro_version|runner)$/.test(key)
    ),
  );
}

async function readFiles(dir: TempDir, folder: string): Promise<Readonly<Record<string, unknown>>> {
  const files: Record<string, unknown> = {};
  for (const { name, isDirectory } of await Array.fromAsync(Deno.readDir(dir.join(folder))).catch(() => [])) {
    const path = `${folder}/${name}`;
    if (isDirectory) {
      Object.assign(files, await readFiles(dir, path));
      continue;
    }
    const text = await Deno.readTextFile(dir.join(path));
    const key = path.replace(/\/\d{4}-\d\d-\d\dT[\d.]+Z\//, "/{VERSION}/");
    files[key] = name.endsWith(".json") ? JSON.parse(text) : text;
  }
  return files;
}

/**
 * As always, but: a failure mentions texts; tags with structure are JSON here; points of a metric are in the order of their
 * steps and values, not as recorded; an experiment is made with its first run, not when a project is opened; artifacts lie elsewhere;
 * a mistake in the configuration is found before a run begins, not in the middle of it.
 */
export function compare(expected: unknown, actual: unknown): readonly string[] {
  const wanted = expected as Expected;
  const found = actual as Record<string, unknown> & { readonly sessions: readonly Outcome[] };
  const failures = wanted.sessions.flatMap(({ failure }, i) =>
    failure === undefined ? [] : compareMessage(failure.mentions, found.sessions[i]?.failure)
  );
  const made = new Set(
    (found["experiments"] as readonly { readonly name: string }[]).map(({ name }) => name),
  );
  const isRefused = found.sessions.some(({ failure }) =>
    failure instanceof Error && failure.name === "ConfigError"
  );
  const wantedRuns = wanted.runs?.filter(({ status }) => !(isRefused && status === "FAILED"));
  const normal = {
    ...wanted,
    sessions: wanted.sessions.map(({ status }) => ({ status })),
    experiments: wanted.experiments
      ?.filter(({ name }) => made.has(name) || wantedRuns?.some(({ experiment }) => experiment === name))
      .map((experiment) => ({ ...experiment, artifact_location: undefined })),
    runs: wantedRuns?.map(({ structured_tags, metrics, ...run }, i) => ({
      ...run,
      metrics: Object.fromEntries(Object.entries(metrics).map(([key, points]) => [key, sortPoints(points)])),
      tags: { ...(run as { tags?: object }).tags, ...structured_tags },
      ...{ i },
    })),
  };
  const keys = Object.keys(wanted);
  const shown = {
    ...Object.fromEntries(Object.entries(found).filter(([key]) => keys.includes(key))),
    sessions: found.sessions.map(({ status }) => ({ status })),
    ...(wantedRuns &&
      { runs: (found["runs"] as readonly object[]).map((run, i) => parseTags(run, wantedRuns?.[i], i)) }),
  };
  return [...failures, ...compareValues(normal, shown)];
}

function sortPoints(points: readonly (readonly [number, number])[]): unknown {
  return [...points].sort(([stepA, a], [stepB, b]) => stepA - stepB || a - b);
}

function parseTags(
  run: object,
  wanted: NonNullable<Expected["runs"]>[number] | undefined,
  i: number,
): object {
  const { tags, ...others } = run as { readonly tags: Readonly<Record<string, string>> };
  const structured = Object.keys(wanted?.structured_tags ?? {});
  const parsed = Object.entries(tags).map((
    [key, text],
  ) => [key, structured.includes(key) ? parseJson(text) : text]);
  return { ...others, tags: Object.fromEntries(parsed), i };
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) || Array.isArray(value) || typeof value === "boolean" ? value : text;
  } catch {
    return text;
  }
}
