import type { Database } from "../embedded/database.ts";
import type { Change, Outbox, Replica } from "./outbox.ts";
import { type Point, PointBlock } from "./point_block.ts";

/** Points of one metric that a target does not have. */
export interface UnsentPoints {
  /** That the metric is to be sent. */
  readonly change: Change;
  /** Number of the metric. */
  readonly metric: number;
  /** Its name. */
  readonly key: string;
  /** The points. */
  readonly points: PointBlock;
  /** Whether they came behind the horizon, so that the position does not move. */
  readonly isLate: boolean;
}

// A metric that a target lacks points of, or may soon.
interface Growing {
  readonly change: Change;
  readonly metric: number;
  readonly key: string;
  readonly cursor: Cursor;
}

interface Cursor {
  readonly horizon: Point | undefined;
  readonly position: Point | undefined;
}

/**
 * At most so many points of a run that a target does not have. First what is in front of a horizon; where that is not
 * enough, horizons are moved to the newest points, all in one commit.
 */
export function readUnsentPoints(outbox: Outbox, replica: Replica, room: number): readonly UnsentPoints[] {
  const metrics = outbox.changes(replica, "metric", -1).flatMap((change) =>
    asGrowing(outbox.database, change)
  );
  const found: UnsentPoints[] = [];
  let left = room;
  const take = (unsent: UnsentPoints): void => {
    found.push(unsent);
    left -= unsent.points.length;
  };
  const exhausted: Growing[] = [];
  for (const metric of metrics) {
    if (left === 0) return found;
    const points = upToHorizon(outbox.database, metric, left);
    if (points.length > 0) take({ ...metric, points, isLate: false });
    else exhausted.push(metric);
  }
  for (const metric of metrics) {
    if (left === 0) return found;
    const points = latePoints(outbox.database, metric, left);
    if (points.length > 0) take({ ...metric, points, isLate: true });
  }
  for (const metric of moveHorizons(outbox.database, exhausted)) {
    if (left === 0) return found;
    const points = upToHorizon(outbox.database, metric, left);
    if (points.length > 0) take({ ...metric, points, isLate: false });
  }
  return found;
}

/** The target has these points: inside a transaction. */
export function settlePoints({ database }: Outbox, { change, metric, points, isLate }: UnsentPoints): void {
  if (isLate) {
    for (const point of points) {
      database.run(
        "DELETE FROM late_points WHERE metric = ? AND replica = ? AND step = ? AND timestamp = ? AND value = ?",
        metric,
        change.replica,
        ...point,
      );
    }
    return;
  }
  const { last } = points;
  if (last === undefined) return;
  database.run(
    "UPDATE replica_metrics SET step = ?, timestamp = ?, value = ? WHERE metric = ? AND replica = ?",
    ...last,
    metric,
    change.replica,
  );
}

/** Forget the metrics of a run that are complete: they are settled, and the target has every point. Others may still grow. */
export function settleMetrics(outbox: Outbox, replica: Replica): void {
  const { database } = outbox;
  const settled = outbox.changes(replica, "metric", -1).filter(({ key }) => isSettled(database, Number(key)));
  if (settled.length === 0) return;
  // Nobody writes meanwhile, so that none of them can begin to grow again.
  database.transaction(() =>
    outbox.settle(
      settled.filter((change) => isSettled(database, Number(change.key)) && isComplete(database, change)),
    )
  );
}

function asGrowing(database: Database, change: Change): readonly Growing[] {
  const metric = Number(change.key);
  const name = database.get<{ readonly key: string }>("SELECT key FROM metrics WHERE metric = ?", metric);
  if (name === undefined) return [];
  return [{ change, metric, key: name.key, cursor: readCursor(database, metric, change.replica) }];
}

function readCursor(database: Database, metric: number, replica: number): Cursor {
  const [row] = database.lists<readonly [...Point, ...Point] | readonly [...Point, null, null, null]>(
    `SELECT horizon_step, horizon_timestamp, horizon_value, step, timestamp, value FROM replica_metrics
     WHERE metric = ? AND replica = ?`,
    metric,
    replica,
  );
  if (row === undefined) return { horizon: undefined, position: undefined };
  const horizon: Point = [row[0], row[1], row[2]];
  return { horizon, position: row[3] === null ? undefined : [row[3], row[4], row[5]] };
}

function upToHorizon(
  database: Database,
  { metric, cursor: { horizon, position } }: Growing,
  limit: number,
): PointBlock {
  if (horizon === undefined) return PointBlock.of([]);
  const after = position === undefined ? "" : "AND (step, timestamp, value) > (?, ?, ?)";
  return PointBlock.of(database.lists<Point>(
    `SELECT step, timestamp, value FROM points WHERE metric = ? ${after} AND (step, timestamp, value) <= (?, ?, ?)
     ORDER BY step, timestamp, value LIMIT ?`,
    metric,
    ...position ?? [],
    ...horizon,
    limit,
  ));
}

function latePoints(database: Database, { metric, change }: Growing, limit: number): PointBlock {
  return PointBlock.of(database.lists<Point>(
    "SELECT step, timestamp, value FROM late_points WHERE metric = ? AND replica = ? LIMIT ?",
    metric,
    change.replica,
    limit,
  ));
}

const NEWEST =
  "SELECT step, timestamp, value FROM points WHERE metric = ? ORDER BY step DESC, timestamp DESC, value DESC LIMIT 1";

// Horizons move to the newest points there are. Whoever writes afterwards sees them, and notes what comes behind them.
function moveHorizons(database: Database, metrics: readonly Growing[]): readonly Growing[] {
  const grown = metrics.filter(({ metric, cursor: { horizon } }) => {
    const [newest] = database.lists<Point>(NEWEST, metric);
    return newest !== undefined && !isSame(newest, horizon);
  });
  if (grown.length === 0) return [];
  database.transaction(() => {
    for (const { metric, change } of grown) {
      database.run(
        `INSERT INTO replica_metrics (metric, replica, horizon_step, horizon_timestamp, horizon_value)
         SELECT metric, ?2, step, timestamp, value FROM points WHERE metric = ?1
           ORDER BY step DESC, timestamp DESC, value DESC LIMIT 1
         ON CONFLICT DO UPDATE SET horizon_step = excluded.horizon_step,
           horizon_timestamp = excluded.horizon_timestamp, horizon_value = excluded.horizon_value`,
        metric,
        change.replica,
      );
    }
  });
  return grown.map((metric) => ({
    ...metric,
    cursor: readCursor(database, metric.metric, metric.change.replica),
  }));
}

function isSettled(database: Database, metric: number): boolean {
  const row = database.get<{ readonly step: number | null }>(
    "SELECT step FROM metrics WHERE metric = ?",
    metric,
  );
  return row !== undefined && row.step !== null;
}

function isComplete(database: Database, { key, replica }: Change): boolean {
  const metric = Number(key);
  const [newest] = database.lists<Point>(NEWEST, metric);
  const { position } = readCursor(database, metric, replica);
  const late = database.get("SELECT 1 FROM late_points WHERE metric = ? AND replica = ?", metric, replica);
  return newest !== undefined && isSame(newest, position) && late === undefined;
}

function isSame(a: Point, b: Point | undefined): boolean {
  return b !== undefined && a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}
