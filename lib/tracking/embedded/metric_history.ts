import type { Metric } from "../entities.ts";
import type { Database } from "./database.ts";
import { fromSqlValue } from "./metric_value.ts";
import { requireRun } from "./run_rows.ts";

/** All points of a metric, in the order of step, timestamp, value; none when it was never logged. */
export function readMetricHistory(database: Database, runId: string, key: string): readonly Metric[] {
  const { run } = requireRun(database, runId);
  const points = database.all<PointRow>(
    "SELECT step, timestamp, value FROM points " +
      "WHERE metric = (SELECT metric FROM metrics WHERE run = ? AND key = ?) ORDER BY step, timestamp, value",
    run,
    key,
  );
  return points.map(({ step, timestamp, value }) => ({ key, value: fromSqlValue(value), step, timestamp }));
}

interface PointRow {
  readonly step: number;
  readonly timestamp: number;
  readonly value: number | string;
}
