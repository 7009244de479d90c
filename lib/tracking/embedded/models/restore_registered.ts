import type { PortableRegistered, PortableVersion } from "../../portable/portable_models.ts";
import { aliasStays } from "../../portable/model_notes.ts";
import type { Database } from "../database.ts";
import { setAlias } from "./aliases.ts";
import { findRegisteredModel, insertRegisteredModel, type RegisteredModelRow } from "./registered_models.ts";
import { LOGGED_MODEL_TAGS, MODEL_VERSION_TAGS, writeTags } from "./tags.ts";
import { MODEL_VERSIONS_TAG } from "./version_source.ts";

/** What became of a registered model that was brought into a store. */
export interface RestoredModel {
  /** How many of its versions are new. */
  readonly versions: number;
  /** What is not as it was where the model comes from, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Bring versions of a registered model into a store, in one commit. What the store has already stays as it is: description
 * and tags of the model, versions that came before, aliases that point elsewhere.
 */
export function restoreRegisteredModel(database: Database, model: PortableRegistered): RestoredModel {
  return database.transaction(() => {
    const known = findRegisteredModel(database, model.name);
    const row = known ?? create(database, model);
    const notes: string[] = [];
    const numbers = new Map<string, number>();
    // A model may be registered twice in one millisecond.
    const matched = new Set<number>();
    let versions = 0;
    for (const version of model.versions) {
      const found = findSame(database, row, version).find((number) => !matched.has(number));
      const number = found ?? insert(database, row, version);
      numbers.set(version.version, number);
      matched.add(number);
      if (found !== undefined) continue;
      versions++;
      if (number === Number(version.version)) continue;
      notes.push(
        `Version ${version.version} of model "${model.name}" is version ${number} here: the number was taken`,
      );
      if (version.modelId !== undefined) noteVersions(database, version.modelId);
    }
    for (const [alias, version] of Object.entries(model.aliases)) {
      const wanted = numbers.get(version);
      const there = aliasOf(database, row, alias);
      if (there === undefined && wanted !== undefined) {
        setAlias(database, row.registered, { alias, version: wanted });
      }
      if (there === undefined || there === wanted) continue;
      notes.push(aliasStays({ name: model.name, alias, there, wanted: wanted ?? version }));
    }
    const time = known === undefined
      ? model.lastUpdateTime
      : Math.max(known.last_update_time, model.lastUpdateTime);
    database.run(
      "UPDATE registered_models SET last_update_time = ? WHERE registered = ?",
      time,
      row.registered,
    );
    return { versions, notes };
  });
}

function create(database: Database, model: PortableRegistered): RegisteredModelRow {
  const { name, description, tags, creationTime } = model;
  return insertRegisteredModel(database, name, { description, tags, now: creationTime });
}

// What made it and when tells versions apart, wherever they went.
function findSame(
  database: Database,
  { registered }: RegisteredModelRow,
  { source, runId, creationTime, version }: PortableVersion,
): readonly number[] {
  return database.all<{ readonly version: number }>(
    `SELECT version FROM model_versions WHERE registered = ? AND source = ? AND run_id IS ? AND creation_time = ?
     ORDER BY version = ? DESC, version`,
    registered,
    source,
    runId ?? null,
    creationTime,
    Number(version),
  ).map((found) => found.version);
}

// Numbers are never used twice, not even those of versions that are gone.
function insert(database: Database, { registered }: RegisteredModelRow, version: PortableVersion): number {
  const { last_version: last } = database.get<{ readonly last_version: number }>(
    "SELECT last_version FROM registered_models WHERE registered = ?",
    registered,
  ) ?? { last_version: 0 };
  const number = Math.max(last + 1, Number(version.version));
  database.run("UPDATE registered_models SET last_version = ? WHERE registered = ?", number, registered);
  database.run(
    `INSERT INTO model_versions (registered, version, creation_time, last_update_time, description, user_id,
       current_stage, source, run_id, run_link, model_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    registered,
    number,
    version.creationTime,
    version.lastUpdateTime,
    version.description ?? null,
    version.userId ?? null,
    version.currentStage,
    version.source,
    version.runId ?? null,
    version.runLink ?? null,
    version.modelId ?? null,
  );
  writeTags(database, MODEL_VERSION_TAGS, { of: [registered, number], tags: version.tags });
  return number;
}

function aliasOf(database: Database, { registered }: RegisteredModelRow, alias: string): number | undefined {
  return database.get<{ readonly version: number }>(
    "SELECT version FROM model_aliases WHERE registered = ? AND alias = ?",
    registered,
    alias,
  )?.version;
}

// The logged model tells which versions it became.
function noteVersions(database: Database, modelId: string): void {
  const model = database.get<{ readonly model: number }>(
    "SELECT model FROM logged_models WHERE model_id = ?",
    modelId,
  )?.model;
  if (model === undefined) return;
  const versions = database.all<{ readonly name: string; readonly version: number }>(
    `SELECT m.name, v.version FROM model_versions AS v JOIN registered_models AS m USING (registered)
     WHERE v.model_id = ? ORDER BY v.creation_time, m.name, v.version`,
    modelId,
  ).map(({ name, version }) => ({ name, version }));
  writeTags(database, LOGGED_MODEL_TAGS, {
    of: [model],
    tags: { [MODEL_VERSIONS_TAG]: JSON.stringify(versions) },
  });
}
