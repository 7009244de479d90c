import { TrackingError } from "../../core/errors.ts";
import type { LifecycleStage, RunStatus } from "../entities.ts";
import { checkEntries, checkStatus, checkTime, invalid } from "../limits.ts";
import { RUN_NAME_TAG, USER_TAG } from "../tag_names.ts";
import type { Database } from "./database.ts";
import { writeTag } from "./entry_writer.ts";
import { requireExperiment } from "./experiments.ts";
import { isInProgress, requireActiveRun, requireRun, type RunRow } from "./run_rows.ts";
import { settleRun } from "./settle_run.ts";

/** A run to be made. */
export interface NewRun {
  /** Its id. */
  readonly runId: string;
  /** Id of its experiment. */
  readonly experimentId: string;
  /** Its name. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  /** Its tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Word by which processes find the run that they share. */
  readonly key?: string | undefined;
}

/** What to change in a run. */
export interface RunChange {
  /** Its status. */
  readonly status?: RunStatus | undefined;
  /** When it ended, in milliseconds since 1970. */
  readonly endTime?: number | undefined;
  /** Its name. */
  readonly runName?: string | undefined;
  /** Tags to set in the same commit. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Tags to remove in the same commit, if they are there. */
  readonly removeTags?: readonly string[] | undefined;
}

/** Make a run with status RUNNING. */
export function createRun(database: Database, newRun: NewRun): RunRow {
  const { runId, experimentId, name, startTime } = newRun;
  const tags = Object.entries({ ...newRun.tags, [RUN_NAME_TAG]: name });
  checkEntries({ tags });
  checkTime("start", startTime);
  return database.transaction(() => {
    const experiment = requireExperiment(database, experimentId);
    if (experiment.lifecycle_stage !== "active") {
      throw invalid(
        `Cannot create a run in experiment "${experiment.name}": it is deleted; restore it first`,
      );
    }
    // A deleted run makes room for another one of its key.
    database.run(
      "UPDATE runs SET run_key = NULL WHERE run_key = ? AND lifecycle_stage = 'deleted'",
      newRun.key ?? null,
    );
    database.run(
      "INSERT INTO runs (run_id, experiment, name, user_id, status, start_time, run_key) " +
        "VALUES (?, ?, ?, ?, 'RUNNING', ?, ?)",
      runId,
      experiment.experiment,
      name,
      newRun.tags[USER_TAG] ?? "",
      startTime,
      newRun.key ?? null,
    );
    const row = requireRun(database, runId);
    for (const [key, value] of tags) writeTag(database, row.run, key, value);
    return row;
  });
}

/** Change a run in one commit. */
export function updateRun(database: Database, runId: string, change: RunChange): void {
  const { status, endTime, runName } = change;
  const tags = Object.entries(change.tags ?? {});
  if (runName !== undefined) tags.push([RUN_NAME_TAG, runName]);
  checkEntries({ tags });
  if (endTime !== undefined) checkTime("end", endTime);
  if (status !== undefined) checkStatus(status);
  database.transaction(() => {
    const row = requireActiveRun(database, runId);
    const { run } = row;
    if (status !== undefined) database.run("UPDATE runs SET status = ? WHERE run = ?", status, run);
    if (endTime !== undefined) database.run("UPDATE runs SET end_time = ? WHERE run = ?", endTime, run);
    for (const [key, value] of tags) writeTag(database, run, key, value);
    for (const key of change.removeTags ?? []) {
      database.run("DELETE FROM tags WHERE run = ? AND key = ?", run, key);
    }
    if (!isInProgress({ status: status ?? row.status })) settleRun(database, run);
  });
}

/** Delete or restore a run. */
export function setRunStage(
  database: Database,
  runId: string,
  { stage, now }: { readonly stage: LifecycleStage; readonly now: number },
): void {
  database.transaction(() => {
    const { run } = requireRun(database, runId);
    database.run(
      "UPDATE runs SET lifecycle_stage = ?, deleted_time = ? WHERE run = ?",
      stage,
      stage === "deleted" ? now : null,
      run,
    );
  });
}

/** Remove a tag of a run. */
export function deleteTag(database: Database, runId: string, key: string): void {
  database.transaction(() => {
    const { run } = requireActiveRun(database, runId);
    if (database.run("DELETE FROM tags WHERE run = ? AND key = ?", run, key) > 0) return;
    throw new TrackingError(`Run "${runId}" has no tag "${key}"`, {
      endpoint: database.path,
      code: "RESOURCE_DOES_NOT_EXIST",
    });
  });
}
