import type { Database } from "./database.ts";

/**
 * Enter what a run recorded into the value index, inside a transaction: of each metric the newest point, and all params and
 * tags. Called when a run ends, and for what is written to it later.
 */
export function settleRun(database: Database, run: number): void {
  database.run(
    `UPDATE metrics SET (step, timestamp, value) = (
       SELECT step, timestamp, value FROM points WHERE points.metric = metrics.metric
       ORDER BY step DESC, timestamp DESC, value DESC LIMIT 1
     ) WHERE run = ? AND step IS NULL`,
    run,
  );
  database.run("UPDATE params SET settled = 1 WHERE run = ? AND settled = 0", run);
  database.run("UPDATE tags SET settled = 1 WHERE run = ? AND settled = 0", run);
}
