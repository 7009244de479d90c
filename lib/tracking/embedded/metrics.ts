import type { Metric } from "../entities.ts";
import type { Database } from "./database.ts";
import { fromSqlValue } from "./metric_value.ts";
import { requireRun } from "./run_rows.ts";

/** A row of the table of metrics. */
export interface MetricRow {
  /** Number of its run. */
  readonly run: number;
  /** Its number. */
  readonly metric: number;
  /** Its name. */
  readonly key: string;
  /** The newest point; step null when the points must be asked. */
  readonly step: number | null;
  /** Of the newest point. */
  readonly timestamp: number;
  /** Of the newest point. */
  readonly value: number | string;
}

interface PointRow {
  readonly step: number;
  readonly timestamp: number;
  readonly value: number | string;
}

// The last one of the history: highest step, then timestamp, then value.
const NEWEST_POINT = "SELECT step, timestamp, value FROM points WHERE metric = ? " +
  "ORDER BY step DESC, timestamp DESC, value DESC LIMIT 1";

/** The newest point of a metric; `undefined` for one whose first point is being written. */
export function newestPoint(database: Database, row: MetricRow): Metric | undefined {
  const { key, metric, step, timestamp, value } = row;
  const point = step === null ? database.get<PointRow>(NEWEST_POINT, metric) : { step, timestamp, value };
  return point && toMetric(key, point);
}

/** All points of a metric in the order of step, timestamp, value; none when it was never logged. */
export function readMetricHistory(database: Database, runId: string, key: string): readonly Metric[] {
  const { run } = requireRun(database, runId);
  const points = database.lists<readonly [number, number, number | string]>(
    "SELECT step, timestamp, value FROM points " +
      "WHERE metric = (SELECT metric FROM metrics WHERE run = ? AND key = ?) ORDER BY step, timestamp, value",
    run,
    key,
  );
  // One object a point and none in between: of a long history, collecting garbage is most of the work.
  return points.map((point) => ({ key, value: fromSqlValue(point[2]), step: point[0], timestamp: point[1] }));
}

function toMetric(key: string, { step, timestamp, value }: PointRow): Metric {
  return { key, value: fromSqlValue(value), step, timestamp };
}
