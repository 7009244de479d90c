import type { Catalog } from "../catalog/catalog.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import type { Snapshot } from "../tracking/embedded/snapshots.ts";
import { readEnvironment } from "../tracking/lineage/environment.ts";
import { readGitDiff } from "../tracking/lineage/git_diff.ts";
import { sanitise } from "../tracking/lineage/sanitise.ts";
import { SNAPSHOT } from "../tracking/lineage/snapshot_names.ts";
import { redact } from "../tracking/system/command_line.ts";
import type { TrackingSettings } from "../tracking/settings.ts";

/** What a run is made from. */
export interface SnapshotSources {
  /** Folder of the project. */
  readonly root: string;
  /** How the run was asked for. */
  readonly request: JsonObject;
  /** What runs. */
  readonly pipeline: Pipeline;
  /** Its catalog. */
  readonly catalog: Catalog;
  /** How runs are recorded. */
  readonly settings: TrackingSettings;
}

/** Describe what a run is made from, without secrets: request, configuration, graph and environment. */
export async function snapshotRun(sources: SnapshotSources): Promise<readonly Snapshot[]> {
  const { root, request, settings } = sources;
  const names = settings.params.redact;
  const { facts, lockfile } = await readEnvironment(root);
  const diff = settings.gitDiff ? await readGitDiff(root) : undefined;
  const texts: readonly (readonly [string, string | undefined])[] = [
    [SNAPSHOT.request, toText(sanitise(request, names))],
    [SNAPSHOT.configuration, toText(describeConfiguration(sources))],
    [SNAPSHOT.graph, toText(describeGraph(sources.pipeline))],
    [SNAPSHOT.environment, toText(facts)],
    [SNAPSHOT.lockfile, lockfile],
    [SNAPSHOT.diff, diff && redact(diff, names)],
  ];
  const present = texts.flatMap(([name, text]) => text === undefined ? [] : [{ name, text }]);
  return await Promise.all(
    present.map(async ({ name, text }) => ({ name, text, sha256: await sha256(text) })),
  );
}

function describeConfiguration({ catalog, settings, pipeline }: SnapshotSources): JsonValue {
  const { params: { redact: names } } = settings;
  const used = [...new Set(pipeline.nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]))].sort();
  const entries = used.flatMap((name) => {
    const found = catalog.resolve(name);
    return found === undefined ? [] : [[name, found.entry] as const];
  });
  const { refusal: _refusal, notices: _notices, ...tracking } = settings;
  return {
    catalog: sanitise(Object.fromEntries(entries), names),
    parameters: sanitise(catalog.parameters, names),
    tracking: sanitise({ ...tracking }, names),
  };
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
