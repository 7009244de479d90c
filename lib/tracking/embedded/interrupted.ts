import type { Clock } from "../../core/clock.ts";
import { INTERRUPTED_TAG } from "../tag_names.ts";
import type { Connection } from "./connection.ts";
import type { Database } from "./database.ts";
import { writeTag } from "./entry_writer.ts";
import { isReadOnlyError } from "./open_database.ts";
import type { RunLocks } from "./run_locks.ts";
import { findRun, requireRun, type RunRow } from "./run_rows.ts";
import { settleRun } from "./settle_run.ts";

/** Mark every run whose processes have died as KILLED; gives their ids. */
export function recoverInterrupted(locks: RunLocks, connection: Connection, clock: Clock): readonly string[] {
  const interrupted: string[] = [];
  try {
    locks.forgetAbandoned((runId) => {
      // A process may die after it took its lock and before it made the run.
      if (findRun(connection.forReading(), runId) === undefined) return;
      if (markInterrupted(connection.forWriting(), runId, clock.now())) interrupted.push(runId);
    });
  } catch (error) {
    // Who may only read cannot know whether runs live, and has nothing to mend.
    if (!isReadOnlyError(error)) throw error;
  }
  return interrupted;
}

// Deleted runs too, as they can be restored.
function markInterrupted(database: Database, runId: string, now: number): boolean {
  return database.transaction(() => {
    const row = requireRun(database, runId);
    if (row.status !== "RUNNING") return false;
    writeTag(database, row.run, INTERRUPTED_TAG, "true");
    settleRun(database, row.run);
    const endTime = Math.min(now, lastSignOfLife(database, row));
    database.run("UPDATE runs SET status = 'KILLED', end_time = ? WHERE run = ?", endTime, row.run);
    return true;
  });
}

// The run ended when it last wrote, not when somebody noticed.
function lastSignOfLife(database: Database, { run, start_time: startTime }: RunRow): number {
  const row = database.get<{ readonly time: number | null }>(
    `SELECT max(time) AS time FROM (
       SELECT max(timestamp) AS time FROM metrics WHERE run = ?1
       UNION ALL SELECT max(start_time + CAST(coalesce(duration, 0) AS INTEGER)) FROM nodes WHERE run = ?1
       UNION ALL SELECT max(time) FROM lines WHERE run = ?1
     )`,
    run,
  );
  return Math.max(startTime, row?.time ?? 0);
}
