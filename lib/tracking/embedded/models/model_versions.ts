import type { ModelStage, ModelVersion } from "../../models/entities.ts";
import type { Database } from "../database.ts";
import { checkArchiving, missing } from "../../models/model_names.ts";
import type { RegisteredModelRow } from "./registered_models.ts";
import { MODEL_VERSION_TAGS, readTags, writeTags } from "./tags.ts";

/** A row of the table of versions, with the name of its model. */
export interface ModelVersionRow {
  /** Number of its registered model. */
  readonly registered: number;
  /** Name of that. */
  readonly name: string;
  /** Its number. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly creation_time: number;
  /** Milliseconds since 1970. */
  readonly last_update_time: number;
  /** Description. */
  readonly description: string | null;
  /** Who registered it. */
  readonly user_id: string | null;
  /** Its stage. */
  readonly current_stage: ModelStage;
  /** Where it came from. */
  readonly source: string;
  /** The run that made it. */
  readonly run_id: string | null;
  /** Link to that run. */
  readonly run_link: string | null;
  /** The logged model that it is. */
  readonly model_id: string | null;
}

/** A version to be made. */
export interface NewVersion {
  /** Where its files are. */
  readonly source: string;
  /** The run that made it. */
  readonly runId: string | undefined;
  /** Link to that run. */
  readonly runLink: string | undefined;
  /** The logged model that it is. */
  readonly modelId: string | undefined;
  /** Who registers it. */
  readonly userId: string | undefined;
  /** Description. */
  readonly description: string | undefined;
  /** Tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Make the next version, inside a transaction. Numbers are never used twice. */
export function insertVersion(
  database: Database,
  { registered, name }: RegisteredModelRow,
  version: NewVersion,
): ModelVersionRow {
  const { last_version: number } = database.get<{ readonly last_version: number }>(
    `UPDATE registered_models SET last_version = last_version + 1, last_update_time = ? WHERE registered = ?
     RETURNING last_version`,
    version.now,
    registered,
  ) ?? { last_version: 1 };
  database.run(
    `INSERT INTO model_versions (registered, version, creation_time, last_update_time, description, user_id, source,
       run_id, run_link, model_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    registered,
    number,
    version.now,
    version.now,
    version.description ?? null,
    version.userId ?? null,
    version.source,
    version.runId ?? null,
    version.runLink ?? null,
    version.modelId ?? null,
  );
  writeTags(database, MODEL_VERSION_TAGS, { of: [registered, number], tags: version.tags });
  return requireVersion(database, { registered, name }, String(number));
}

const SELECT = "SELECT v.*, m.name FROM model_versions AS v JOIN registered_models AS m USING (registered)";

/** The row of a version, or `undefined`. Text that is no number names no version. */
export function findVersion(database: Database, name: string, version: string): ModelVersionRow | undefined {
  if (!/^\d{1,15}$/.test(version)) return undefined;
  return database.get<ModelVersionRow>(`${SELECT} WHERE m.name = ? AND v.version = ?`, name, Number(version));
}

/** The row of a version that must be there. */
export function requireVersion(
  database: Database,
  { registered, name }: Pick<RegisteredModelRow, "registered" | "name">,
  version: string,
): ModelVersionRow {
  const row = findVersion(database, name, version);
  if (row !== undefined) return row;
  const { newest } = database.get<{ readonly newest: number | null }>(
    "SELECT max(version) AS newest FROM model_versions WHERE registered = ?",
    registered,
  ) ?? { newest: null };
  const hint = newest === null ? "it has no versions" : `the newest is ${newest}`;
  throw missing(`Model "${name}" has no version ${version}: ${hint}`, database.path);
}

/** The row of the version that an alias points to, or `undefined`. */
export function findVersionByAlias(
  database: Database,
  name: string,
  alias: string,
): ModelVersionRow | undefined {
  return database.get<ModelVersionRow>(
    `${SELECT} JOIN model_aliases AS a USING (registered, version) WHERE m.name = ? AND a.alias = ?`,
    name,
    alias,
  );
}

/** The newest version of each stage that has one. */
export function latestVersions(
  database: Database,
  { registered }: Pick<RegisteredModelRow, "registered">,
): readonly ModelVersion[] {
  return database.all<ModelVersionRow>(
    `${SELECT} WHERE v.registered = ? AND v.version IN
       (SELECT max(version) FROM model_versions WHERE registered = ? GROUP BY current_stage) ORDER BY v.version`,
    registered,
    registered,
  ).map((row) => readVersion(database, row));
}

/** Move a version to a stage, inside a transaction. */
export function setStage(
  database: Database,
  { registered, version }: ModelVersionRow,
  { stage, archiveExisting, now }: {
    readonly stage: ModelStage;
    readonly archiveExisting: boolean;
    readonly now: number;
  },
): void {
  if (archiveExisting) {
    checkArchiving(stage);
    database.run(
      `UPDATE model_versions SET current_stage = 'Archived', last_update_time = ?
       WHERE registered = ? AND current_stage = ? AND version != ?`,
      now,
      registered,
      stage,
      version,
    );
  }
  database.run(
    "UPDATE model_versions SET current_stage = ? WHERE registered = ? AND version = ?",
    stage,
    registered,
    version,
  );
}

/** Remove a version with its tags and the aliases that point to it, inside a transaction. */
export function removeVersion(database: Database, { registered, version }: ModelVersionRow): void {
  for (const table of ["model_aliases", "model_version_tags", "model_versions"]) {
    database.run(`DELETE FROM ${table} WHERE registered = ? AND version = ?`, registered, version);
  }
}

/** A row with its tags and aliases. */
export function readVersion(database: Database, row: ModelVersionRow): ModelVersion {
  const { registered, version } = row;
  const aliases = database.all<{ readonly alias: string }>(
    "SELECT alias FROM model_aliases WHERE registered = ? AND version = ? ORDER BY alias",
    registered,
    version,
  );
  return {
    name: row.name,
    version: String(version),
    creationTime: row.creation_time,
    lastUpdateTime: row.last_update_time,
    description: row.description ?? undefined,
    userId: row.user_id ?? undefined,
    currentStage: row.current_stage,
    source: row.source,
    runId: row.run_id ?? undefined,
    runLink: row.run_link ?? undefined,
    modelId: row.model_id ?? undefined,
    status: "READY",
    tags: readTags(database, MODEL_VERSION_TAGS, [registered, version]),
    aliases: aliases.map(({ alias }) => alias),
  };
}
