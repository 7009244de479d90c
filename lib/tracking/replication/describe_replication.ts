import type { Database } from "../embedded/database.ts";
import { WITH_FAMILY } from "./family.ts";

/** What a server does not have yet of a run, or of anything else that is copied. */
export interface ReplicaStatus {
  /** What it is: a run, a logged model, a registered model or a version of one. */
  readonly kind: "experiment" | "run" | "model" | "registered" | "version";
  /** Its name; of a version `forest 3`. */
  readonly name: string;
  /** Id of the run, or of the model. */
  readonly id: string | undefined;
  /** What the server calls it; `undefined` before it is made there. */
  readonly remoteId: string | undefined;
  /** Things that are still to be sent: a metric, a tag, an artifact. */
  readonly waiting: number;
  /** What the server refused, each with its reason. */
  readonly refused: readonly RefusedChange[];
}

/** Something that a server refused. It is kept until somebody has it sent again. */
export interface RefusedChange {
  /** What sort of thing: `param`, `tag`, `artifact`, `run`. */
  readonly kind: string;
  /** Its name. */
  readonly key: string;
  /** Why. */
  readonly reason: string;
}

/** How far copying to a server has come. */
export interface TargetStatus {
  /** Its address. */
  readonly uri: string;
  /** Why nothing could be sent when that was last tried. */
  readonly problem: string | undefined;
  /** When that was, in milliseconds since 1970. */
  readonly problemTime: number | undefined;
  /** When it last answered, in milliseconds since 1970. */
  readonly answerTime: number | undefined;
  /** Runs that it has, or shall have. */
  readonly runs: number;
  /** What it does not have all of yet. */
  readonly unfinished: readonly ReplicaStatus[];
}

/** What to describe. */
export interface DescribeReplicationOptions {
  /** Only this target. @default {all} */
  readonly target?: number | undefined;
  /** Only these runs, what is nested in them, and the models that they logged. @default {all} */
  readonly runIds?: readonly string[] | undefined;
}

/** How far copying has come, for every server that something is copied to. */
export function describeReplication(
  database: Database,
  { target, runIds }: DescribeReplicationOptions = {},
): readonly TargetStatus[] {
  const targets = database.all<TargetRow>(
    `SELECT t.*, (SELECT count(*) FROM replicas AS r WHERE r.target = t.target AND kind = 'run') AS runs
     FROM targets AS t WHERE ?1 IS NULL OR target = ?1 ORDER BY target`,
    target ?? null,
  );
  return targets.map((row) => ({
    uri: row.uri,
    problem: row.problem ?? undefined,
    problemTime: row.problem_time ?? undefined,
    answerTime: row.answer_time ?? undefined,
    runs: row.runs,
    unfinished: unfinished(database, row.target, runIds),
  }));
}

interface TargetRow {
  readonly target: number;
  readonly uri: string;
  readonly problem: string | null;
  readonly problem_time: number | null;
  readonly answer_time: number | null;
  readonly runs: number;
}

interface ReplicaRow {
  readonly replica: number;
  readonly kind: ReplicaStatus["kind"];
  readonly name: string;
  readonly id: string | null;
  readonly remote_id: string | null;
  readonly waiting: number;
}

// A metric of a run that is at work is always waited for: it may grow at any time.
function unfinished(
  database: Database,
  target: number,
  onlyRuns: readonly string[] | undefined,
): readonly ReplicaStatus[] {
  const rows = database.all<ReplicaRow>(
    `${WITH_FAMILY}
     SELECT r.replica, r.kind, r.remote_id,
       coalesce(runs.name, e.name, m.name, reg.name || CASE r.kind WHEN 'version' THEN ' ' || r.part ELSE '' END,
         'removed here') AS name,
       coalesce(runs.run_id, m.model_id) AS id,
       (SELECT count(*) FROM replica_changes AS c WHERE c.replica = r.replica AND c.problem IS NULL) AS waiting
     FROM replicas AS r
       LEFT JOIN runs ON r.kind = 'run' AND runs.run = r.item
       LEFT JOIN experiments AS e ON r.kind = 'experiment' AND e.experiment = r.item
       LEFT JOIN logged_models AS m ON r.kind = 'model' AND m.model = r.item
       LEFT JOIN registered_models AS reg ON r.kind IN ('registered', 'version') AND reg.registered = r.item
     WHERE r.target = ?1 AND EXISTS (SELECT 1 FROM replica_changes AS c WHERE c.replica = r.replica)
       AND (?2 IS NULL OR runs.run_id IN (SELECT run_id FROM family)
         OR m.source_run_id IN (SELECT run_id FROM family))
     ORDER BY r.replica`,
    target,
    onlyRuns === undefined ? null : JSON.stringify(onlyRuns),
  );
  return rows.map((row) => ({
    kind: row.kind,
    name: row.name,
    id: row.id ?? undefined,
    remoteId: row.remote_id ?? undefined,
    waiting: row.waiting,
    refused: refusedOf(database, row.replica),
  }));
}

function refusedOf(database: Database, replica: number): readonly RefusedChange[] {
  return database.all<{ readonly kind: string; readonly key: string; readonly problem: string }>(
    `SELECT c.kind, coalesce(m.key, c.key) AS key, problem FROM replica_changes AS c
       JOIN replicas AS r USING (replica)
       LEFT JOIN metrics AS m ON r.kind = 'run' AND c.kind = 'metric' AND m.metric = CAST(c.key AS INTEGER)
     WHERE c.replica = ? AND problem IS NOT NULL ORDER BY change`,
    replica,
  ).map(({ kind, key, problem }) => ({ kind, key, reason: problem }));
}
