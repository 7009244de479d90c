import type { Run, RunInfo } from "../entities.ts";
import type { Database } from "./database.ts";
import { type MetricRow, newestPoint } from "./metrics.ts";
import type { RunRow } from "./run_rows.ts";

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
  const textOf = (row: TextRow): string => row.value;
  const params = groupByRun(database.all<TextRow>(select("params", "value"), numbers), textOf);
  const tags = groupByRun(database.all<TextRow>(select("tags", "value"), numbers), textOf);
  const metrics = groupByRun(
    database.all<MetricRow>(select("metrics", "metric, step, timestamp, value"), numbers),
    (row) => newestPoint(database, row),
  );
  return rows.map((row) => ({
    info: toRunInfo(row, artifactUri),
    params: Object.fromEntries(params.get(row.run) ?? []),
    metrics: Object.fromEntries(metrics.get(row.run) ?? []),
    tags: Object.fromEntries(tags.get(row.run) ?? []),
  }));
}

interface TextRow {
  readonly run: number;
  readonly key: string;
  readonly value: string;
}

function groupByRun<Row extends { readonly run: number; readonly key: string }, T>(
  rows: readonly Row[],
  toValue: (row: Row) => T | undefined,
): Map<number, [string, T][]> {
  const groups = new Map<number, [string, T][]>();
  for (const row of rows) {
    const value = toValue(row);
    if (value === undefined) continue;
    const group = groups.get(row.run);
    if (group === undefined) groups.set(row.run, [[row.key, value]]);
    else group.push([row.key, value]);
  }
  return groups;
}
