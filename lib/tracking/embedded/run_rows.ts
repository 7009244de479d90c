import { TrackingError } from "../../core/errors.ts";
import type { LifecycleStage, Metric, Run, RunInfo, RunStatus } from "../entities.ts";
import type { Database } from "./database.ts";
import { fromSqlValue } from "./metric_value.ts";

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

/** What a row says of a run. */
export function toRunInfo(row: RunRow, artifactUri: (row: RunRow) => string): RunInfo {
  return {
    runId: row.run_id,
    runName: row.name,
    experimentId: String(row.experiment),
    status: row.status,
    startTime: row.start_time,
    endTime: row.end_time ?? undefined,
    artifactUri: artifactUri(row),
    userId: row.user_id,
    lifecycleStage: row.lifecycle_stage,
  };
}

/** A row with all that was recorded. */
export function readRun(
  database: Database,
  row: RunRow,
  artifactUri: (row: RunRow) => string,
): Run {
  const [run] = readRuns(database, [row], artifactUri);
  // One row gives one run.
  return run as Run;
}

/** Rows with all that was recorded: one query a table, however many runs. */
export function readRuns(
  database: Database,
  rows: readonly RunRow[],
  artifactUri: (row: RunRow) => string,
): readonly Run[] {
  const numbers = JSON.stringify(rows.map((row) => row.run));
  const select = (table: string, columns: string): string =>
    `SELECT run, key, ${columns} FROM ${table} WHERE run IN (SELECT value FROM json_each(?)) ORDER BY key`;
  const params = groupByRun(database.all<TextRow>(select("params", "value"), numbers), (row) => row.value);
  const tags = groupByRun(database.all<TextRow>(select("tags", "value"), numbers), (row) => row.value);
  const points = database.all<MetricRow>(select("metrics", "step, timestamp, value"), numbers);
  const metrics = groupByRun(points, toMetric);
  return rows.map((row) => ({
    info: toRunInfo(row, artifactUri),
    params: Object.fromEntries(params.get(row.run) ?? []),
    metrics: Object.fromEntries(metrics.get(row.run) ?? []),
    tags: Object.fromEntries(tags.get(row.run) ?? []),
  }));
}

interface KeyRow {
  readonly run: number;
  readonly key: string;
}

interface TextRow extends KeyRow {
  readonly value: string;
}

interface MetricRow extends KeyRow {
  readonly step: number;
  readonly timestamp: number;
  readonly value: number | string;
}

function toMetric({ key, step, timestamp, value }: MetricRow): Metric {
  return { key, value: fromSqlValue(value), step, timestamp };
}

function groupByRun<Row extends KeyRow, T>(
  rows: readonly Row[],
  toValue: (row: Row) => T,
): Map<number, [string, T][]> {
  const groups = new Map<number, [string, T][]>();
  for (const row of rows) {
    const group = groups.get(row.run);
    const entry: [string, T] = [row.key, toValue(row)];
    if (group === undefined) groups.set(row.run, [entry]);
    else group.push(entry);
  }
  return groups;
}
