import type { ConfigObject } from "../core/config_value.ts";
import { TrackingError } from "../core/errors.ts";
import { isPlainObject } from "../core/json.ts";
import type { Run } from "../tracking/entities.ts";
import type { EmbeddedStore } from "../tracking/embedded/embedded_store.ts";
import { compareData, compareSnapshots, type Difference } from "../tracking/lineage/compare_snapshots.ts";
import { SNAPSHOT } from "../tracking/lineage/snapshot_names.ts";
import { REDACTED } from "../tracking/redact.ts";
import { openProject } from "./open_project.ts";
import type { Project, ProjectRunOptions } from "./project.ts";

/** A run that is about to be repeated. Disposing of it closes the project. */
export interface Rerun extends AsyncDisposable {
  /** The project, opened as for the run. */
  readonly project: Project;
  /** How to run it. */
  readonly options: ProjectRunOptions;
  /** What is not as it was. */
  readonly differences: readonly Difference[];
}

/** Tag of a run that repeats another one: the id of that. */
export const RERUN_OF_TAG = "kedge.rerunOf";

/**
 * Open a project as a run had it, and tell what differs today: configuration, graph, environment and data.
 *
 * @throws {TrackingError} When the run kept nothing to be repeated from, or parameters of it that were secret.
 */
export async function prepareRerun(root: string, store: EmbeddedStore, { info }: Run): Promise<Rerun> {
  const then = await store.getSnapshots(info.runId);
  const request = parseRequest(then[SNAPSHOT.request]);
  if (request === undefined) {
    throw cannot(
      store,
      info.runName,
      "it kept nothing to be repeated from; runs do unless tracking.lineage is false",
    );
  }
  const { env, confSource, runtimeParams, ...options } = request;
  const hidden = hiddenNames(request);
  if (hidden.length > 0) {
    throw cannot(
      store,
      info.runName,
      `it was given ${hidden.join(", ")}, which are secret and were not kept`,
    );
  }
  const project = await openProject(root, { env, confSource, params: runtimeParams });
  try {
    const runOptions: ProjectRunOptions = {
      ...options,
      runTags: { ...options.runTags, [RERUN_OF_TAG]: info.runId },
    };
    const now = await project.describeRun(options);
    const uses = await store.getDatasetUses(info.runId);
    await using catalog = project.catalog();
    const partsOf = async (name: string) => await catalog.get(name)?.locateParts?.("load");
    const objectOf = async (name: string) => await catalog.get(name)?.locate?.("load");
    return {
      project,
      options: runOptions,
      differences: [...compareSnapshots(then, now), ...await compareData(uses, { root, partsOf, objectOf })],
      [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
    };
  } catch (error) {
    await project[Symbol.asyncDispose]();
    throw error;
  }
}

interface Request extends ProjectRunOptions {
  readonly env?: string | undefined;
  readonly confSource?: string | undefined;
  readonly runtimeParams?: ConfigObject | undefined;
}

// Written by this code, and checked again where the project is opened and run.
function parseRequest(text: string | undefined): Request | undefined {
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  return isPlainObject(value) ? value as Request : undefined;
}

function hiddenNames(value: unknown, path: readonly string[] = []): readonly string[] {
  if (typeof value === "string" && value.includes(REDACTED)) {
    return [path.length > 1 ? path.slice(1).join(".") : "conf_source"];
  }
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => hiddenNames(inner, [...path, key]));
}

function cannot({ endpoint }: EmbeddedStore, runName: string, reason: string): TrackingError {
  return new TrackingError(`Cannot run "${runName}" again: ${reason}`, { endpoint, code: "INVALID_STATE" });
}
