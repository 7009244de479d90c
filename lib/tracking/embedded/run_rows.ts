import { TrackingError } from "../../core/errors.ts";
import type { LifecycleStage, RunStatus } from "../entities.ts";
import type { Database } from "./database.ts";

/** A row of the table of runs. */
export interface RunRow {
  /** Its number. */
  readonly run: number;
  /** Its id. */
  readonly run_id: string;
  /** Number of its experiment. */
  readonly experiment: number;
  /** Its name. */
  readonly name: string;
  /** Who started it. */
  readonly user_id: string;
  /** Status. */
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly start_time: number;
  /** Milliseconds since 1970, or null while it runs. */
  readonly end_time: number | null;
  /** Whether it has been deleted. */
  readonly lifecycle_stage: LifecycleStage;
}

/** Whether a run is worked on or will be: what it records is not in the value index yet. */
export function isInProgress({ status }: Pick<RunRow, "status">): boolean {
  return status === "RUNNING" || status === "SCHEDULED";
}

/** The row of a run, or `undefined`. */
export function findRun(database: Database, runId: string): RunRow | undefined {
  return database.get<RunRow>("SELECT * FROM runs WHERE run_id = ?", runId);
}

/** The row of a run that must be there. */
export function requireRun(database: Database, runId: string): RunRow {
  const row = findRun(database, runId);
  if (row !== undefined) return row;
  throw new TrackingError(`Run "${runId}" does not exist in "${database.path}"`, {
    endpoint: database.path,
    code: "RESOURCE_DOES_NOT_EXIST",
  });
}

/** The row of a run that may be written to. */
export function requireActiveRun(database: Database, runId: string): RunRow {
  const row = requireRun(database, runId);
  if (row.lifecycle_stage === "active") return row;
  throw new TrackingError(`Cannot write to run "${row.name}" (${runId}): it is deleted; restore it first`, {
    endpoint: database.path,
    code: "INVALID_PARAMETER_VALUE",
  });
}
