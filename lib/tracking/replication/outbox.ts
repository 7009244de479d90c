import type { Database } from "../embedded/database.ts";
import { WITH_FAMILY } from "./family.ts";
import type { ReplicaKind } from "./follow.ts";

/** A thing that a target has or shall have. */
export interface Replica {
  /** Its number. */
  readonly replica: number;
  /** The target. */
  readonly target: number;
  /** What it is a copy of. */
  readonly kind: ReplicaKind;
  /** Number of that. */
  readonly item: number;
  /** Number of the version, for versions; else 0. */
  readonly part: number;
  /** A word that nobody else uses. */
  readonly token: string;
  /** 1 while it is not known whether it was made there. */
  readonly doubt: number;
  /** What it is called there; null before it is made. */
  readonly remote_id: string | null;
  /** Where its artifacts go there. */
  readonly remote_uri: string | null;
  /** What else is to be remembered of it. */
  readonly remote_state: string | null;
}

/** Something that a target does not have yet, by name. */
export interface Change {
  /** Its number. */
  readonly change: number;
  /** What it belongs to. */
  readonly replica: number;
  /** What sort of thing it is: a param, a tag, an artifact. */
  readonly kind: string;
  /** Its name. */
  readonly key: string;
  /** How often it has changed since it was noted. */
  readonly revision: number;
}

/** What is still to be sent to a target, and what it has: a view of the tables of a store. */
export class Outbox {
  /** The database of the store. */
  readonly database: Database;
  /** The target. */
  readonly target: number;

  /** The outbox of a target. */
  constructor(database: Database, target: number) {
    this.database = database;
    this.target = target;
  }

  /** Copies that lack something, the named runs first, then the others in the order in which they were noted. */
  unfinished(first: readonly string[] = []): readonly Replica[] {
    return this.database.all<Replica>(
      `SELECT r.* FROM replicas AS r WHERE target = ?
         AND EXISTS (SELECT 1 FROM replica_changes AS c WHERE c.replica = r.replica AND c.problem IS NULL)
         AND NOT EXISTS (SELECT 1 FROM replica_changes AS c WHERE c.replica = r.replica AND c.kind = r.kind
           AND c.key = '' AND c.problem IS NOT NULL AND r.remote_id IS NULL)
       ORDER BY kind = 'run' AND item IN (SELECT run FROM runs WHERE run_id IN (SELECT value FROM json_each(?))) DESC, replica`,
      this.target,
      JSON.stringify(first),
    );
  }

  /**
   * Whether anything is still to be sent that can be: of these runs, of what is nested in them and of their models, or of all. What was refused
   * waits for somebody, and a run that is at work is never complete.
   */
  hasWork(runIds?: readonly string[]): boolean {
    const runs = runIds === undefined ? null : JSON.stringify(runIds);
    return this.database.get(
      `${WITH_FAMILY}
       SELECT 1 FROM replica_changes AS c JOIN replicas AS r USING (replica)
         LEFT JOIN runs ON r.kind = 'run' AND runs.run = r.item
         LEFT JOIN logged_models AS m ON r.kind = 'model' AND m.model = r.item
         LEFT JOIN model_versions AS v ON r.kind = 'version' AND v.registered = r.item AND v.version = r.part
       WHERE r.target = ?1 AND c.problem IS NULL AND (runs.run IS NULL OR NOT (runs.status IN ('RUNNING', 'SCHEDULED')))
         AND NOT EXISTS (SELECT 1 FROM replica_changes AS w WHERE w.replica = r.replica AND w.kind = r.kind
           AND w.key = '' AND w.problem IS NOT NULL AND r.remote_id IS NULL)
         AND (?2 IS NULL OR coalesce(runs.run_id, m.source_run_id, v.run_id) IN (SELECT run_id FROM family))
       LIMIT 1`,
      this.target,
      runs,
    ) !== undefined;
  }

  /** Copies that were made there, and not deleted since. */
  madeThere(): readonly Replica[] {
    return this.database.all<Replica>(
      "SELECT * FROM replicas WHERE target = ? AND remote_id IS NOT NULL AND remote_state IS NOT 'deleted'",
      this.target,
    );
  }

  /** Have an experiment looked up by its name again. */
  forgetExperiment(experiment: number): void {
    this.database.run(
      "UPDATE replicas SET remote_id = NULL WHERE kind = 'experiment' AND item = ? AND target = ?",
      experiment,
      this.target,
    );
  }

  /** Have everything sent again that was refused. */
  retry(): void {
    this.database.transaction(() => {
      // They may have been made, or renamed, there.
      this.database.run(
        "UPDATE replicas SET remote_id = NULL WHERE kind = 'experiment' AND target = ?",
        this.target,
      );
      this.database.run(
        `UPDATE replica_changes SET problem = NULL, revision = revision + 1 WHERE problem IS NOT NULL
           AND replica IN (SELECT replica FROM replicas WHERE target = ?)`,
        this.target,
      );
    });
  }

  /** The copy of a thing, or `undefined`. */
  find(kind: ReplicaKind, item: number, part = 0): Replica | undefined {
    return this.database.get<Replica>(
      "SELECT * FROM replicas WHERE kind = ? AND item = ? AND part = ? AND target = ?",
      kind,
      item,
      part,
      this.target,
    );
  }

  /** A copy by its number, as it is now. */
  reread({ replica }: Pick<Replica, "replica">): Replica | undefined {
    return this.database.get<Replica>("SELECT * FROM replicas WHERE replica = ?", replica);
  }

  /** What a copy lacks of one kind, and nobody refused. */
  changes({ replica }: Pick<Replica, "replica">, kind: string, limit = 1000): readonly Change[] {
    return this.database.all<Change>(
      "SELECT * FROM replica_changes WHERE replica = ? AND kind = ? AND problem IS NULL LIMIT ?",
      replica,
      kind,
      limit,
    );
  }

  /** Remember that a thing is about to be made there, so that it is looked for when no answer comes. */
  doubt({ replica }: Replica): void {
    this.database.run("UPDATE replicas SET doubt = 1 WHERE replica = ?", replica);
  }

  /** Remember what a thing is called there. `doubt` stays 1 when an answer was lost before. */
  made(
    { replica }: Replica,
    { id, uri = null }: { readonly id: string; readonly uri?: string | null | undefined },
    doubt: 0 | 1,
  ): void {
    this.database.run(
      "UPDATE replicas SET remote_id = ?, remote_uri = ?, doubt = ? WHERE replica = ?",
      id,
      uri,
      doubt,
      replica,
    );
  }

  /** Remember what else is true of it there. */
  setState({ replica }: Replica, state: string | null): void {
    this.database.run("UPDATE replicas SET remote_state = ? WHERE replica = ?", state, replica);
  }

  /** Forget a copy, with all that it lacks. */
  forget({ replica }: Replica): void {
    this.database.transaction(() => {
      this.database.run("DELETE FROM replica_changes WHERE replica = ?", replica);
      this.database.run("DELETE FROM replicas WHERE replica = ?", replica);
    });
  }

  /** The target has these now, as they were when they were read. */
  sent(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.database.transaction(() => this.settle(changes));
  }

  /** `sent()` inside a transaction. */
  settle(changes: readonly Change[]): void {
    for (const { change, revision } of changes) {
      this.database.run("DELETE FROM replica_changes WHERE change = ? AND revision = ?", change, revision);
    }
  }

  /** The target refuses this, for a reason. It is kept. */
  refused({ change, revision }: Change, problem: string): void {
    this.database.run(
      "UPDATE replica_changes SET problem = ? WHERE change = ? AND revision = ?",
      problem,
      change,
      revision,
    );
  }

  /** The target refuses a thing as a whole: it is kept, with all that belongs to it. */
  refuseWhole({ replica, kind }: Replica, problem: string): void {
    this.database.run(
      `INSERT INTO replica_changes (replica, kind, problem) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET problem = excluded.problem`,
      replica,
      kind,
      problem,
    );
  }

  /** Whether a copy lacks anything that belongs to it and was not refused. */
  lacksParts({ replica, kind }: Replica): boolean {
    return this.database.get(
      "SELECT 1 FROM replica_changes WHERE replica = ? AND kind != ? AND problem IS NULL",
      replica,
      kind,
    ) !== undefined;
  }

  /** Whether the target has versions of a registered model, or shall have. */
  hasVersions(registered: number): boolean {
    return this.database.get(
      "SELECT 1 FROM replicas WHERE kind = 'version' AND item = ? AND target = ?",
      registered,
      this.target,
    ) !== undefined;
  }

  /** Whether another target has a copy of the same thing, or may have. */
  isElsewhere(replica: Replica): boolean {
    return this.#siblings(replica).some((other) => other.remote_id !== null || other.doubt === 1);
  }

  /** Words by which a thing is found there: its own, and those of other targets, which may be the same server. */
  tokens(replica: Replica): readonly string[] {
    return [replica, ...this.#siblings(replica)].map(({ token }) => token);
  }

  #siblings({ kind, item, part, target }: Replica): readonly Replica[] {
    return this.database.all<Replica>(
      "SELECT * FROM replicas WHERE kind = ? AND item = ? AND part = ? AND target != ?",
      kind,
      item,
      part,
      target,
    );
  }

  /** It is certain that the thing was made once. */
  trust({ replica }: Replica): void {
    this.database.run("UPDATE replicas SET doubt = 0 WHERE replica = ?", replica);
  }

  /** The target has answered. */
  answered(now: number): void {
    this.database.run(
      "UPDATE targets SET problem = NULL, problem_time = NULL, answer_time = ? WHERE target = ?",
      now,
      this.target,
    );
  }

  /** Nothing can be sent to the target, for a reason. */
  unreachable(problem: string, now: number): void {
    this.database.run(
      "UPDATE targets SET problem = ?, problem_time = ? WHERE target = ?",
      problem,
      now,
      this.target,
    );
  }
}
