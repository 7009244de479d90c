import { TrackingError } from "../../core/errors.ts";
import type { Database } from "../embedded/database.ts";
import { requireRun, type RunRow } from "../embedded/run_rows.ts";
import { PARTS_OF_RUN } from "../embedded/schema_3.ts";
import { PARENT_RUN_TAG } from "../tag_names.ts";

/** The number of the target with an address, made when there is none. */
export function ensureTarget(database: Database, uri: string): number {
  const known = findTarget(database, uri);
  if (known !== undefined) return known;
  database.run("INSERT INTO targets (uri) VALUES (?) ON CONFLICT DO NOTHING", uri);
  const made = findTarget(database, uri);
  if (made !== undefined) return made;
  throw new TrackingError(`Cannot note the server "${uri}" in "${database.path}"`, { endpoint: uri });
}

/** The number of the target with an address, if there is one. */
export function findTarget(database: Database, uri: string): number | undefined {
  return database.get<{ readonly target: number }>("SELECT target FROM targets WHERE uri = ?", uri)?.target;
}

/**
 * Have a run copied to a target from now on, with all that it holds already: its models, their versions, and the run that it is
 * nested in. Nothing happens when it is.
 */
export function followRun(database: Database, target: number, runId: string): void {
  if (isFollowed(database, target, requireRun(database, runId))) return;
  database.transaction(() => followRow(database, target, requireRun(database, runId)));
}

function isFollowed(database: Database, target: number, { run }: RunRow): boolean {
  const sql = "SELECT 1 FROM replicas WHERE kind = 'run' AND item = ? AND part = 0 AND target = ?";
  return database.get(sql, run, target) !== undefined;
}

function followRow(database: Database, target: number, row: RunRow): void {
  if (isFollowed(database, target, row)) return;
  const replica = addReplica(database, target, { kind: "run", item: row.run });
  noteRun(database, replica, row.run);
  const models = database.all<{ readonly model: number }>(
    "SELECT model FROM logged_models WHERE source_run_id = ?",
    row.run_id,
  );
  for (const { model } of models) followModel(database, target, model);
  followVersions(database, target, { runId: row.run_id });
  followParent(database, target, row);
}

/** Have a logged model copied to a target, inside a transaction. */
export function followModel(database: Database, target: number, model: number): void {
  noteModel(database, addReplica(database, target, { kind: "model", item: model }), model);
  const row = database.get<{ readonly model_id: string }>(
    "SELECT model_id FROM logged_models WHERE model = ?",
    model,
  );
  if (row !== undefined) followVersions(database, target, { modelId: row.model_id });
}

function followVersions(
  database: Database,
  target: number,
  { runId = null, modelId = null }: {
    readonly runId?: string | null;
    readonly modelId?: string | null;
  },
): void {
  const versions = database.all<{ readonly registered: number; readonly version: number }>(
    "SELECT registered, version FROM model_versions WHERE run_id = ? OR model_id = ?",
    runId,
    modelId,
  );
  for (const { registered, version } of versions) {
    const owner = addReplica(database, target, { kind: "registered", item: registered });
    noteRegistered(database, owner, registered);
    noteAliases(database, owner, { registered, version });
    const replica = addReplica(database, target, { kind: "version", item: registered, part: version });
    noteVersion(database, replica, { registered, version });
  }
}

/** Note that a target lacks everything of a run, inside a transaction. */
export function noteRun(database: Database, replica: number, run: number): void {
  // One that was removed here has no parts; that is to be told too.
  note(database, replica, "run");
  for (const [kind, sql] of PARTS_OF_RUN) noteAll(database, { replica, kind, sql }, run);
}

/** Note that a target lacks everything of a logged model, inside a transaction. */
export function noteModel(database: Database, replica: number, model: number): void {
  const params = "SELECT key FROM logged_model_params WHERE model = ?";
  noteAll(database, { replica, kind: "param", sql: params }, model);
  noteAll(
    database,
    { replica, kind: "tag", sql: "SELECT key FROM logged_model_tags WHERE model = ?" },
    model,
  );
  const metrics = "SELECT DISTINCT key FROM logged_model_metrics WHERE model = ?";
  noteAll(database, { replica, kind: "metric", sql: metrics }, model);
  note(database, replica, "model");
}

/** Note that a target lacks everything of a registered model but its aliases, inside a transaction. */
export function noteRegistered(database: Database, replica: number, registered: number): void {
  const tags = "SELECT key FROM registered_model_tags WHERE registered = ?";
  noteAll(database, { replica, kind: "tag", sql: tags }, registered);
  note(database, replica, "registered");
}

/** A version of a registered model. */
export interface VersionKey {
  /** Number of the registered model. */
  readonly registered: number;
  /** Number of the version. */
  readonly version: number;
}

/** Note that a target lacks the aliases of a version, inside a transaction. */
export function noteAliases(database: Database, owner: number, { registered, version }: VersionKey): void {
  const aliases = "SELECT alias FROM model_aliases WHERE registered = ?1 AND version = ?2";
  noteAll(database, { replica: owner, kind: "alias", sql: aliases }, registered, version);
}

/** Note that a target lacks everything of a version, inside a transaction. */
export function noteVersion(
  database: Database,
  replica: number,
  { registered, version }: VersionKey,
): void {
  const tags = "SELECT key FROM model_version_tags WHERE registered = ?1 AND version = ?2";
  noteAll(database, { replica, kind: "tag", sql: tags }, registered, version);
  note(database, replica, "version");
}

// The server shows a run below the one it is nested in.
function followParent(database: Database, target: number, { run }: RunRow): void {
  const parent = database.get<RunRow>(
    "SELECT * FROM runs WHERE run_id = (SELECT value FROM tags WHERE run = ? AND key = ?)",
    run,
    PARENT_RUN_TAG,
  );
  if (parent !== undefined) followRow(database, target, parent);
}

/** Note a thing that a target has or shall have, and return its number. */
export function addReplica(
  database: Database,
  target: number,
  { kind, item, part = 0 }: { readonly kind: ReplicaKind; readonly item: number; readonly part?: number },
): number {
  database.run(
    "INSERT INTO replicas (target, kind, item, part) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    target,
    kind,
    item,
    part,
  );
  return database.get<{ readonly replica: number }>(
    "SELECT replica FROM replicas WHERE kind = ? AND item = ? AND part = ? AND target = ?",
    kind,
    item,
    part,
    target,
  )?.replica ?? 0;
}

/** What is copied as a whole, with changes of its own. */
export type ReplicaKind = "experiment" | "run" | "model" | "registered" | "version";

function note(database: Database, replica: number, kind: string): void {
  noteAll(database, { replica, kind, sql: "SELECT ''" });
}

function noteAll(
  database: Database,
  { replica, kind, sql }: { readonly replica: number; readonly kind: string; readonly sql: string },
  ...values: readonly number[]
): void {
  for (const key of database.lists<readonly [string | number]>(sql, ...values)) {
    database.run(
      "INSERT INTO replica_changes (replica, kind, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      replica,
      kind,
      String(key[0]),
    );
  }
}
