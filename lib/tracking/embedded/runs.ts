import { TrackingError } from "../../core/errors.ts";
import type { LifecycleStage, RunStatus } from "../entities.ts";
import { checkEntries, invalid } from "../limits.ts";
import { RUN_NAME_TAG, USER_TAG } from "../tag_names.ts";
import type { Database } from "./database.ts";
import { writeTag } from "./entry_writer.ts";
import { requireExperiment } from "./experiments.ts";
import { activeRunNumber, requireRun } from "./run_rows.ts";

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
}

/** Make a run with status RUNNING. */
export function createRun(database: Database, { runId, experimentId, name, startTime, tags }: NewRun): void {
  const all = { ...tags, [RUN_NAME_TAG]: name };
  checkEntries({ tags: Object.entries(all) });
  database.transaction(() => {
    const { experiment, lifecycle_stage: stage, name: experimentName } = requireExperiment(
      database,
      experimentId,
    );
    if (stage !== "active") {
      throw invalid(`Cannot create a run in experiment "${experimentName}": it is deleted; restore it first`);
    }
    const row = database.get<{ readonly run: number }>(
      "INSERT INTO runs (run_id, experiment, name, user_id, status, start_time) VALUES (?, ?, ?, ?, 'RUNNING', ?) RETURNING run",
      runId,
      experiment,
      name,
      tags[USER_TAG] ?? "",
      startTime,
    );
    for (const [key, value] of Object.entries(all)) writeTag(database, row?.run ?? 0, key, value);
  });
}

/** Change a run in one commit. */
export function updateRun(database: Database, runId: string, change: RunChange): void {
  const { status, endTime, runName } = change;
  const tags = Object.entries(change.tags ?? {});
  if (runName !== undefined) tags.push([RUN_NAME_TAG, runName]);
  checkEntries({ tags });
  database.transaction(() => {
    const run = activeRunNumber(database, runId);
    if (status !== undefined) database.run("UPDATE runs SET status = ? WHERE run = ?", status, run);
    if (endTime !== undefined) database.run("UPDATE runs SET end_time = ? WHERE run = ?", endTime, run);
    for (const [key, value] of tags) writeTag(database, run, key, value);
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
    const run = activeRunNumber(database, runId);
    if (database.run("DELETE FROM tags WHERE run = ? AND key = ?", run, key) > 0) return;
    throw new TrackingError(`Run "${runId}" has no tag "${key}"`, {
      endpoint: database.path,
      code: "RESOURCE_DOES_NOT_EXIST",
    });
  });
}
