import { invalid } from "../../limits.ts";
import { isModelId, parseModelUri } from "../../models/model_uri.ts";
import type { Database } from "../database.ts";
import { requireRun } from "../run_rows.ts";
import { requireLoggedModel } from "./logged_models.ts";
import { LOGGED_MODEL_TAGS, readTags, writeTags } from "./tags.ts";

/** What the source of a version says of it. */
export interface VersionSource {
  /** The logged model that it is. */
  readonly modelId: string | undefined;
  /** The run that made it. */
  readonly runId: string | undefined;
  /** Who started that run. */
  readonly userId: string | undefined;
}

/**
 * Check where a version comes from: a logged model, a run or a store that others reach too. A path of this machine is refused,
 * as MLflow does, since a version is for others.
 */
export function readSource(database: Database, source: string, runId: string | undefined): VersionSource {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(source)?.[1]?.toLowerCase();
  if (scheme === "models") return sourceModel(database, source, runId);
  if (scheme === "runs") return ofRun(database, { runId: runOf(source), modelId: undefined, given: runId });
  if (
    scheme === undefined || ["file", "http", "https"].includes(scheme) || source.split("/").includes("..")
  ) {
    throw invalid(
      `Cannot register "${source}": wanted models:/<id of a logged model>, runs:/<run>/<path>, or the URI of a store`,
    );
  }
  return ofRun(database, { runId, modelId: undefined, given: runId });
}

/** Tag of a logged model that lists the versions it became, as MLflow's server keeps it. */
export const MODEL_VERSIONS_TAG = "mlflow.modelVersions";

/** Note on a logged model that it became a version, inside a transaction. */
export function noteVersion(
  database: Database,
  modelId: string,
  entry: { readonly name: string; readonly version: number },
): void {
  const { model } = requireLoggedModel(database, modelId);
  const known = readTags(database, LOGGED_MODEL_TAGS, [model])[MODEL_VERSIONS_TAG];
  const entries = [...(known === undefined ? [] : JSON.parse(known) as readonly unknown[]), entry];
  writeTags(database, LOGGED_MODEL_TAGS, {
    of: [model],
    tags: { [MODEL_VERSIONS_TAG]: JSON.stringify(entries) },
  });
}

function sourceModel(database: Database, source: string, given: string | undefined): VersionSource {
  const uri = parseModelUri(source);
  if (uri.kind !== "model" || !isModelId(uri.modelId)) {
    throw invalid(`Cannot register "${source}": wanted the id of a logged model after models:/`);
  }
  const { source_run_id: runId } = requireLoggedModel(database, uri.modelId);
  return ofRun(database, { runId: runId ?? undefined, modelId: uri.modelId, given });
}

function runOf(source: string): string {
  const uri = parseModelUri(source);
  if (uri.kind === "run") return uri.runId;
  throw invalid(`Cannot register "${source}": wanted runs:/<run>/<path>`);
}

function ofRun(
  database: Database,
  { runId, modelId, given }: {
    readonly runId: string | undefined;
    readonly modelId: string | undefined;
    readonly given: string | undefined;
  },
): VersionSource {
  const chosen = given ?? runId;
  if (chosen === undefined) return { modelId, runId: undefined, userId: undefined };
  const { user_id: userId } = requireRun(database, chosen);
  return { modelId, runId: chosen, userId: userId || undefined };
}
