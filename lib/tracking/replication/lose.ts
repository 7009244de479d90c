import type { Database } from "../embedded/database.ts";
import { noteAliases, noteModel, noteRegistered, noteRun, noteVersion, type VersionKey } from "./follow.ts";
import type { Outbox, Replica } from "./outbox.ts";

/**
 * A target has a thing no more: it was removed there for good, or the server is a new one. All of it is noted anew, and whatever
 * else named it there. With a problem it waits until somebody asks for it.
 */
export function loseReplica(outbox: Outbox, replica: Replica, problem?: string): void {
  const { database } = outbox;
  database.transaction(() => {
    forgetRemote(database, replica);
    noteAnew(outbox, replica);
    if (problem !== undefined) outbox.refuseWhole(replica, problem);
  });
}

function forgetRemote(database: Database, { replica }: Replica): void {
  for (const table of ["replica_changes", "replica_metrics", "late_points"]) {
    database.run(`DELETE FROM ${table} WHERE replica = ?`, replica);
  }
  database.run(
    "UPDATE replicas SET remote_id = NULL, remote_uri = NULL, remote_state = NULL, doubt = 0 WHERE replica = ?",
    replica,
  );
}

function noteAnew({ database, target }: Outbox, { replica, kind, item, part }: Replica): void {
  switch (kind) {
    case "run":
      noteRun(database, replica, item);
      return noteWhatNamesRun(database, target, item);
    case "model":
      noteModel(database, replica, item);
      return noteWhatNamesModel(database, target, item);
    case "registered":
      noteRegistered(database, replica, item);
      for (const version of versionsOf(database, item)) noteAliases(database, replica, version);
      return;
    case "version": {
      const version = { registered: item, version: part };
      noteVersion(database, replica, version);
      const owner = database.get<Pick<Replica, "replica">>(
        "SELECT replica FROM replicas WHERE kind = 'registered' AND item = ? AND target = ?",
        item,
        target,
      );
      if (owner !== undefined) noteAliases(database, owner.replica, version);
      return;
    }
    case "experiment":
      return; // it is looked up by its name
    default:
      return kind satisfies never;
  }
}

// Its experiment may be gone too; runs nested in it and points of models name it.
function noteWhatNamesRun(database: Database, target: number, run: number): void {
  database.run(
    `UPDATE replicas SET remote_id = NULL WHERE kind = 'experiment' AND target = ?
       AND item = (SELECT experiment FROM runs WHERE run = ?)`,
    target,
    run,
  );
  noteChanges(
    database,
    `SELECT r.replica, 'tag', t.key FROM replicas AS r JOIN tags AS t ON t.run = r.item
     WHERE r.kind = 'run' AND r.target = ?1 AND t.key = 'mlflow.parentRunId'
       AND t.value = (SELECT run_id FROM runs WHERE run = ?2)`,
    target,
    run,
  );
  noteChanges(
    database,
    `SELECT DISTINCT r.replica, 'metric', m.key FROM replicas AS r JOIN logged_model_metrics AS m ON m.model = r.item
     WHERE r.kind = 'model' AND r.target = ?1 AND m.run_id = (SELECT run_id FROM runs WHERE run = ?2)`,
    target,
    run,
  );
}

function noteWhatNamesModel(database: Database, target: number, model: number): void {
  noteChanges(
    database,
    `SELECT r.replica, 'run_model', m.role || '/' || m.model FROM replicas AS r JOIN run_models AS m ON m.run = r.item
     WHERE r.kind = 'run' AND r.target = ?1 AND m.model = ?2`,
    target,
    model,
  );
}

function noteChanges(database: Database, select: string, target: number, item: number): void {
  database.run(
    `INSERT INTO replica_changes (replica, kind, key) ${select}
     ON CONFLICT DO UPDATE SET revision = revision + 1, problem = NULL`,
    target,
    item,
  );
}

function versionsOf(database: Database, registered: number): readonly VersionKey[] {
  return database.all<VersionKey>(
    "SELECT registered, version FROM model_versions WHERE registered = ?",
    registered,
  );
}
