import type { ArtifactPlace, ArtifactPlaces } from "./artifact_places.ts";
import type { Database } from "./database.ts";
import type { LoggedModelRow } from "./models/logged_models.ts";
import { placeOf } from "./models/model_files.ts";
import { removeFiles } from "./remove_files.ts";

/** A logged model that is removed for ever. */
export interface PurgedModel {
  /** Its id. */
  readonly modelId: string;
  /** Its name. */
  readonly name: string;
}

const LIST = "(SELECT value FROM json_each(?))";

/**
 * Models that go with a purge: those that were deleted before a moment, and those that only the removed runs made or read.
 * `runs` are the numbers of these as JSON. What is a version of a registered model stays.
 */
export function modelsToPurge(
  database: Database,
  { runs, before }: { readonly runs: string; readonly before: number },
): readonly LoggedModelRow[] {
  return database.all<LoggedModelRow>(
    `SELECT * FROM logged_models AS m WHERE (
       lifecycle_stage = 'deleted' AND last_update_time < ?
       OR source_run_id IN (SELECT run_id FROM runs WHERE run IN ${LIST})
     )
     AND NOT EXISTS (SELECT 1 FROM model_versions WHERE model_id = m.model_id OR source = 'models:/' || m.model_id)
     AND NOT EXISTS (SELECT 1 FROM run_models AS u WHERE u.model = m.model AND m.lifecycle_stage = 'active'
       AND u.run NOT IN ${LIST}) ORDER BY model`,
    before,
    runs,
    runs,
  );
}

/** How many bytes the files of models have. */
export async function sizeOfModels(
  places: ArtifactPlaces,
  models: readonly LoggedModelRow[],
): Promise<number> {
  let bytes = 0;
  for (const model of models) {
    for await (const { size } of filesOf(placeOf(places, model))) bytes += size;
  }
  return bytes;
}

/** Remove the files of models. */
export async function removeModelFiles(
  places: ArtifactPlaces,
  models: readonly LoggedModelRow[],
): Promise<void> {
  for (const model of models) await removeFiles(placeOf(places, model));
}

/** Remove what is known of models, inside a transaction. `models` are their numbers as JSON. */
export function removeModels(database: Database, models: string): void {
  for (const table of TABLES) database.run(`DELETE FROM ${table} WHERE model IN ${LIST}`, models);
}

const TABLES = [
  "logged_model_params",
  "logged_model_tags",
  "logged_model_metrics",
  "run_models",
  "logged_models",
];

function filesOf({ store, root }: ArtifactPlace): ReturnType<ArtifactPlace["store"]["list"]> {
  return store.list(`${root}/`);
}
