import { TrackingError } from "../../../core/errors.ts";
import { didYouMean } from "../../../core/suggest.ts";
import type { RegisteredModel } from "../../models/entities.ts";
import type { Database } from "../database.ts";
import { latestVersions } from "./model_versions.ts";
import { checkModelName, missing } from "../../models/model_names.ts";
import { readAliases } from "./aliases.ts";
import { readTags, REGISTERED_MODEL_TAGS, writeTags } from "./tags.ts";

/** A row of the table of registered models. */
export interface RegisteredModelRow {
  /** Its number. */
  readonly registered: number;
  /** Its name. */
  readonly name: string;
  /** Description. */
  readonly description: string | null;
  /** Milliseconds since 1970. */
  readonly creation_time: number;
  /** Milliseconds since 1970. */
  readonly last_update_time: number;
}

/** A registered model to be made. */
export interface NewRegisteredModel {
  /** Description. */
  readonly description: string | undefined;
  /** Tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Make a registered model. */
export function createRegisteredModel(
  database: Database,
  name: string,
  model: NewRegisteredModel,
): RegisteredModelRow {
  return database.transaction(() => insertRegisteredModel(database, name, model));
}

/** Make a registered model, inside a transaction. */
export function insertRegisteredModel(
  database: Database,
  name: string,
  { description, tags, now }: NewRegisteredModel,
): RegisteredModelRow {
  checkModelName(name);
  requireFree(database, name);
  database.run(
    "INSERT INTO registered_models (name, description, creation_time, last_update_time) VALUES (?, ?, ?, ?)",
    name,
    description ?? null,
    now,
    now,
  );
  const row = requireRegisteredModel(database, name);
  writeTags(database, REGISTERED_MODEL_TAGS, { of: [row.registered], tags });
  return row;
}

/** The row of a registered model, or `undefined`. */
export function findRegisteredModel(database: Database, name: string): RegisteredModelRow | undefined {
  return database.get<RegisteredModelRow>("SELECT * FROM registered_models WHERE name = ?", name);
}

/** The row of a registered model that must be there. */
export function requireRegisteredModel(database: Database, name: string): RegisteredModelRow {
  const row = findRegisteredModel(database, name);
  if (row !== undefined) return row;
  const known = database.all<{ readonly name: string }>("SELECT name FROM registered_models LIMIT 200");
  const hint = didYouMean(name, known.map((each) => each.name));
  throw missing(`No model is registered as "${name}" in "${database.path}"${hint}`, database.path);
}

/** Change a registered model in one commit. */
export function changeRegisteredModel(
  database: Database,
  name: string,
  { now, change }: { readonly now: number; readonly change: (row: RegisteredModelRow) => void },
): void {
  database.transaction(() => {
    const row = requireRegisteredModel(database, name);
    change(row);
    database.run(
      "UPDATE registered_models SET last_update_time = ? WHERE registered = ?",
      now,
      row.registered,
    );
  });
}

/** Give a registered model another name, inside a transaction. */
export function rename(database: Database, row: RegisteredModelRow, name: string): void {
  checkModelName(name);
  if (name === row.name) return;
  requireFree(database, name);
  database.run("UPDATE registered_models SET name = ? WHERE registered = ?", name, row.registered);
}

/** Remove a registered model with its versions. */
export function deleteRegisteredModel(database: Database, name: string): void {
  database.transaction(() => {
    const { registered } = requireRegisteredModel(database, name);
    const tables = [
      "model_aliases",
      "model_version_tags",
      "model_versions",
      "registered_model_tags",
      "registered_models",
    ];
    for (const table of tables) database.run(`DELETE FROM ${table} WHERE registered = ?`, registered);
  });
}

/** A row with its tags, aliases and newest versions. */
export function readRegisteredModel(database: Database, row: RegisteredModelRow): RegisteredModel {
  return {
    name: row.name,
    description: row.description ?? undefined,
    creationTime: row.creation_time,
    lastUpdateTime: row.last_update_time,
    tags: readTags(database, REGISTERED_MODEL_TAGS, [row.registered]),
    aliases: readAliases(database, row.registered),
    latestVersions: latestVersions(database, row),
  };
}

function requireFree(database: Database, name: string): void {
  if (findRegisteredModel(database, name) === undefined) return;
  throw new TrackingError(`Cannot register a model as "${name}": the name is taken`, {
    endpoint: database.path,
    code: "RESOURCE_ALREADY_EXISTS",
  });
}
