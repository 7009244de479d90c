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

type Point = readonly [step: number, timestamp: number, value: number | string];

const PAGE = 10_000;

// The last one of the history: highest step, then timestamp, then value.
const NEWEST_POINT = "SELECT step, timestamp, value FROM points WHERE metric = ? " +
  "ORDER BY step DESC, timestamp DESC, value DESC LIMIT 1";

/** The newest point of a metric; `undefined` for one whose first point is being written. */
export function newestPoint(database: Database, row: MetricRow): Metric | undefined {
  const { key, metric, step, timestamp, value } = row;
  const point: Point | undefined = step === null
    ? database.lists<Point>(NEWEST_POINT, metric)[0]
    : [step, timestamp, value];
  return point && toMetric(key, point);
}

/** All points of a metric in the order of step, timestamp, value; none when it was never logged. */
export function readMetricHistory(database: Database, runId: string, key: string): readonly Metric[] {
  const { run } = requireRun(database, runId);
  const points = database.lists<Point>(
    "SELECT step, timestamp, value FROM points " +
      "WHERE metric = (SELECT metric FROM metrics WHERE run = ? AND key = ?) ORDER BY step, timestamp, value",
    run,
    key,
  );
  return points.map((point) => toMetric(key, point));
}

/** The same points, so many at a time; what is logged meanwhile may be among them. */
export function* readMetricPages(
  reading: () => Database,
  { runId, key, size = PAGE }: { readonly runId: string; readonly key: string; readonly size?: number },
): Generator<readonly Metric[]> {
  const { run } = requireRun(reading(), runId);
  for (let last: Point | undefined, isOver = false; !isOver;) {
    const after = last === undefined ? "" : "AND (step, timestamp, value) > (?, ?, ?)";
    const points: readonly Point[] = reading().lists<Point>(
      `SELECT step, timestamp, value FROM points
       WHERE metric = (SELECT metric FROM metrics WHERE run = ? AND key = ?) ${after}
       ORDER BY step, timestamp, value LIMIT ?`,
      run,
      key,
      ...last ?? [],
      size,
    );
    last = points.at(-1);
    isOver = points.length < size;
    if (points.length > 0) yield points.map((point) => toMetric(key, point));
  }
}

// One object a point and none in between: of a long history, collecting garbage is most of the work.
function toMetric(key: string, [step, timestamp, value]: Point): Metric {
  return { key, value: fromSqlValue(value), step, timestamp };
}
