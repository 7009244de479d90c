import { parseVersionSource } from "../../models/version_source.ts";
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

/** Check where a version comes from, and look up what made it. */
export function readSource(database: Database, source: string, runId: string | undefined): VersionSource {
  const origin = parseVersionSource(source);
  switch (origin.kind) {
    case "model": {
      const { source_run_id: made } = requireLoggedModel(database, origin.modelId);
      return ofRun(database, { runId: made ?? undefined, modelId: origin.modelId, given: runId });
    }
    case "run":
      return ofRun(database, { runId: origin.runId, modelId: undefined, given: runId });
    case "store":
      return ofRun(database, { runId, modelId: undefined, given: runId });
    default:
      return origin satisfies never;
  }
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
