import type { Catalog } from "../catalog/catalog.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import { maskTexts } from "../core/mask.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import type { Snapshot } from "../tracking/embedded/snapshots.ts";
import { readEnvironment } from "../tracking/lineage/environment.ts";
import { sanitise } from "../tracking/lineage/sanitise.ts";
import { SNAPSHOT } from "../tracking/lineage/snapshot_names.ts";
import { redact } from "../tracking/system/command_line.ts";
import type { ProjectRunOptions } from "./project.ts";
import type { RunProjectContext } from "./run_project.ts";

/** What runs, and how that was asked for. */
export interface SnapshotSources {
  /** How the run was asked for. */
  readonly options: ProjectRunOptions;
  /** Names of the pipelines. */
  readonly pipelineNames: readonly string[];
  /** Their nodes, as far as they run. */
  readonly pipeline: Pipeline;
  /** The catalog. */
  readonly catalog: Catalog;
}

/** What is to be known of a project. */
export type SnapshotContext = Pick<
  RunProjectContext,
  "project" | "settings" | "confSource" | "runtimeParams"
>;

/** Describe what a run is made from, without secrets: request, configuration, graph and environment. */
export async function snapshotRun(
  context: SnapshotContext,
  sources: SnapshotSources,
): Promise<readonly Snapshot[]> {
  const { project: { root, mask = (text) => text }, settings } = context;
  const names = settings.params.redact;
  const { facts, lockfile } = await readEnvironment(root);
  const diff = settings.gitDiff ? await readDiff(root) : undefined;
  const texts: readonly (readonly [string, string | undefined])[] = [
    [SNAPSHOT.request, toText(sanitise(describeRequest(context, sources), names))],
    [SNAPSHOT.configuration, toText(describeConfiguration(context, sources))],
    [SNAPSHOT.graph, toText(describeGraph(sources.pipeline))],
    [SNAPSHOT.environment, toText(facts)],
    [SNAPSHOT.lockfile, lockfile],
    [SNAPSHOT.diff, diff && redact(mask(diff), names)],
  ];
  const present = texts.flatMap(([name, text]) => text === undefined ? [] : [{ name, text }]);
  return await Promise.all(
    present.map(async ({ name, text }) => ({ name, text, sha256: await sha256(text) })),
  );
}

// Not a literal import(): most projects keep no diff.
const GIT_DIFF: string = "../tracking/lineage/git_diff.ts";

async function readDiff(root: string): Promise<string | undefined> {
  const { readGitDiff }: typeof import("../tracking/lineage/git_diff.ts") = await import(GIT_DIFF);
  return await readGitDiff(root);
}

// What `kedge runs rerun` asks for again.
function describeRequest(
  { project, settings, confSource, runtimeParams }: SnapshotContext,
  { options, pipelineNames }: SnapshotSources,
): Readonly<Record<string, unknown>> {
  const { filter, runner, concurrency, onlyMissingOutputs, loadVersions } = options;
  const { mask = (text: string) => text } = project;
  const runTags = maskTexts(options.runTags, mask);
  const request = {
    ...{
      env: project.env,
      confSource,
      runtimeParams: maskTexts(runtimeParams, mask),
      experiment: options.experiment ?? settings.experiment.name ?? project.name,
    },
    ...{ pipelines: pipelineNames, filter, runner, concurrency, onlyMissingOutputs, loadVersions, runTags },
  };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

function describeConfiguration(
  { project, settings }: Pick<RunProjectContext, "project" | "settings">,
  { catalog, pipeline }: SnapshotSources,
): JsonValue {
  const { params: { redact: names } } = settings;
  const used = [...new Set(pipeline.nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]))].sort();
  const entries = used.flatMap((name) => {
    const found = catalog.resolve(name);
    return found === undefined ? [] : [[name, found.entry] as const];
  });
  const { refusal: _refusal, notices: _notices, ...tracking } = settings;
  const configuration = {
    catalog: sanitise(Object.fromEntries(entries), names),
    parameters: sanitise(catalog.parameters, names, project.isRedacted),
    tracking: sanitise({ ...tracking }, names),
  };
  // What it is made of is plain data.
  return project.mask === undefined ? configuration : maskTexts(configuration, project.mask) as JsonValue;
}

function describeGraph({ nodes }: Pipeline): JsonValue {
  return nodes.map(({ name, namespace, inputs, outputs, tags }) => ({
    name,
    namespace: namespace ?? null,
    inputs: [...inputs],
    outputs: [...outputs],
    tags: [...tags],
  }));
}

// Keys in order, so that the same is stored once.
function toText(value: JsonValue): string {
  return JSON.stringify(inOrder(value), null, 1);
}

function inOrder(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as JsonObject).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}
