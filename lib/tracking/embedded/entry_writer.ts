import type { MetricPoint, RunEntries } from "../../core/run_context.ts";
import { checkEntries, invalid } from "../limits.ts";
import type { Database } from "./database.ts";
import { toSqlValue } from "./metric_value.ts";
import { RUN_NAME_TAG } from "../tag_names.ts";
import { isInProgress, requireActiveRun, requireRun, type RunRow } from "./run_rows.ts";
import { IN_PROGRESS } from "./schema_2.ts";
import { settleRun } from "./settle_run.ts";

/** What a process remembers of a run that it writes to. Numbers are never used twice, so they stay true. */
interface KnownRun {
  readonly run: number;
  readonly metrics: Map<string, number>;
}

// One point in one statement: half the time of a transaction around three. The view and its trigger belong to the
// connection, so that the file holds nothing but tables.
const POINT_VIEW = `
CREATE TEMP VIEW new_point AS SELECT NULL AS run, NULL AS metric, NULL AS step, NULL AS timestamp, NULL AS value;
CREATE TEMP TRIGGER insert_point INSTEAD OF INSERT ON new_point BEGIN
  SELECT RAISE(ABORT, 'inactive run')
    WHERE NOT EXISTS (SELECT 1 FROM runs WHERE run = NEW.run AND lifecycle_stage = 'active' AND ${IN_PROGRESS});
  INSERT INTO points VALUES (NEW.metric, NEW.step, NEW.timestamp, NEW.value) ON CONFLICT DO NOTHING;
  UPDATE metrics SET step = NULL WHERE metric = NEW.metric AND step IS NOT NULL;
END;
`;
const INSERT_NEW_POINT = "INSERT INTO new_point (run, metric, step, timestamp, value) VALUES (?, ?, ?, ?, ?)";
const INSERT_POINT = "INSERT INTO points VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
const FORGET_NEWEST = "UPDATE metrics SET step = NULL WHERE metric = ? AND step IS NOT NULL";

/** Writes params, metrics and tags of runs through one connection; what was written is committed when a call returns. */
export class EntryWriter {
  readonly #database: Database;
  readonly #runs = new Map<string, KnownRun>();

  /** Prepare a connection for writing. */
  constructor(database: Database) {
    this.#database = database;
    database.exec(POINT_VIEW);
  }

  /** Write entries of a run in one commit, all or none. */
  write(runId: string, entries: RunEntries): void {
    checkEntries(entries, () => ` of run "${requireRun(this.#database, runId).name}"`);
    if (this.#writeOnePoint(runId, entries)) return;
    try {
      this.#database.transaction(() => this.#writeAll(runId, entries));
    } catch (error) {
      // It may remember metrics that were rolled back.
      this.#runs.delete(runId);
      throw error;
    }
  }

  /** Forget a run that will not be written to any more. */
  forget(runId: string): void {
    this.#runs.delete(runId);
  }

  // The short way, for the next point of a metric that is known.
  #writeOnePoint(runId: string, { metrics = [], params = [], tags = [] }: RunEntries): boolean {
    const [point] = metrics;
    if (point === undefined || metrics.length !== 1 || params.length > 0 || tags.length > 0) return false;
    const known = this.#runs.get(runId);
    const metric = known?.metrics.get(point.key);
    if (known === undefined || metric === undefined) return false;
    const { step, timestamp, value } = point;
    try {
      this.#database.run(INSERT_NEW_POINT, known.run, metric, step, timestamp, toSqlValue(value));
    } catch (error) {
      // The long way settles what is written to a run that has ended.
      if (isInProgress(requireActiveRun(this.#database, runId))) throw error;
      return false;
    }
    return true;
  }

  #writeAll(runId: string, { params = [], metrics = [], tags = [] }: RunEntries): void {
    const row = requireActiveRun(this.#database, runId);
    const { run } = row;
    let known = this.#runs.get(runId);
    if (known === undefined) this.#runs.set(runId, known = { run, metrics: new Map() });
    for (const [key, value] of params) this.#writeParam(row, key, value);
    this.#writePoints(known, metrics);
    for (const [key, value] of tags) writeTag(this.#database, run, key, value);
    if (!isInProgress(row)) settleRun(this.#database, run);
  }

  #writeParam({ run, name }: RunRow, key: string, value: string): void {
    const isNew = this.#database.run(
      "INSERT INTO params (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      run,
      key,
      value,
    );
    if (isNew > 0) return;
    const stored = this.#database.get<{ readonly value: string }>(
      "SELECT value FROM params WHERE run = ? AND key = ?",
      run,
      key,
    )?.value;
    if (stored === value) return;
    throw invalid(
      `Cannot log param "${key}" of run "${name}" with value "${
        shorten(value)
      }": params are written once, and its value is ` +
        `"${shorten(stored ?? "")}"`,
    );
  }

  #writePoints(known: KnownRun, points: readonly MetricPoint[]): void {
    const touched = new Set<number>();
    for (const { key, step, timestamp, value } of points) {
      const metric = this.#metricNumber(known, key);
      this.#database.run(INSERT_POINT, metric, step, timestamp, toSqlValue(value));
      touched.add(metric);
    }
    for (const metric of touched) this.#database.run(FORGET_NEWEST, metric);
  }

  #metricNumber(known: KnownRun, key: string): number {
    let metric = known.metrics.get(key);
    if (metric !== undefined) return metric;
    this.#database.run(
      "INSERT INTO metrics (run, key) VALUES (?, ?) ON CONFLICT DO NOTHING",
      known.run,
      key,
    );
    metric = this.#database.get<{ readonly metric: number }>(
      "SELECT metric FROM metrics WHERE run = ? AND key = ?",
      known.run,
      key,
    )?.metric ?? 0;
    known.metrics.set(key, metric);
    return metric;
  }
}

/** Set a tag, inside a transaction. The name of a run is a tag too. */
export function writeTag(database: Database, run: number, key: string, value: string): void {
  database.run(
    "INSERT INTO tags (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    run,
    key,
    value,
  );
  if (key === RUN_NAME_TAG) database.run("UPDATE runs SET name = ? WHERE run = ?", value, run);
}

function shorten(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99)}…`;
}
