import { DatabaseSync } from "node:sqlite";
import { openEmbeddedStore } from "../../mod.ts";

/** What stands in a big store. */
export interface BigStore {
  /** Runs. */
  readonly runs: number;
  /** Metrics of each run, one point each: `m0`, `m1`, ... */
  readonly metrics: number;
  /** Params of each run: `p0`, `p1`, ... */
  readonly params: number;
}

/**
 * Fill the store of a folder with finished runs, of which the newest five are in progress. Written past Kedge, in a twentieth
 * of the time; the tables are Kedge's own.
 */
export async function makeBigStore(directory: string, { runs, metrics, params }: BigStore): Promise<void> {
  const path = await begin(directory);
  using database = new DatabaseSync(path);
  database.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");
  const indexes = database.prepare(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
  ).all();
  database.exec("BEGIN");
  for (const { name } of indexes) database.exec(`DROP INDEX ${String(name)}`);
  database.exec(`
    CREATE TEMP TABLE n AS
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${runs - 1}) SELECT i FROM n;
    CREATE TEMP TABLE k AS
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${
    Math.max(metrics, params) - 1
  }) SELECT i FROM n;
    INSERT INTO runs (run, run_id, experiment, name, user_id, status, start_time, end_time)
      SELECT i + 1, lower(hex(randomblob(16))), 1 + i % 4, 'run-' || i, 'ada',
        CASE WHEN i >= ${runs - 5} THEN 'RUNNING' WHEN i % 50 = 0 THEN 'FAILED' ELSE 'FINISHED' END,
        1790000000000 + i * 1000, CASE WHEN i >= ${runs - 5} THEN NULL ELSE 1790000000500 + i * 1000 END
      FROM n;
    INSERT INTO metrics (run, key, step, timestamp, value)
      SELECT n.i + 1, 'm' || k.i, CASE WHEN n.i >= ${runs - 5} THEN NULL ELSE 0 END, 1790000000000,
        abs(random() % 1000000) / 1000000.0
      FROM n CROSS JOIN k WHERE k.i < ${metrics};
    INSERT INTO points SELECT metric, 0, 1790000000000, value FROM metrics;
    INSERT INTO params (run, key, value, settled)
      SELECT n.i + 1, 'p' || k.i, CAST(n.i * 7919 % (10 << (k.i * 2)) AS TEXT), n.i < ${runs - 5}
      FROM n CROSS JOIN k WHERE k.i < ${params};
    INSERT INTO tags (run, key, value, settled)
      SELECT n.i + 1, 'mlflow.runName', 'run-' || n.i, n.i < ${runs - 5} FROM n;
    INSERT INTO tags (run, key, value, settled)
      SELECT n.i + 1, 'team', 'team ' || n.i % 20, n.i < ${runs - 5} FROM n;
  `);
  for (const { sql } of indexes) database.exec(String(sql));
  database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
}

async function begin(directory: string): Promise<string> {
  await using store = openEmbeddedStore(directory);
  for (const name of ["a", "b", "c", "d"]) await store.createExperiment(name);
  return store.endpoint;
}
