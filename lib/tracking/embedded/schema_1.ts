/** Marks a SQLite file as a store of Kedge: "KEDG" in ASCII. */
export const APPLICATION_ID = 0x4b454447;

/**
 * The tables of version 1, as they were released. Later versions change them: see `schema.ts`.
 *
 * - Times are milliseconds since 1970. Tables refer to a run by its small number, not by the 32 characters of its id; numbers are
 *   never used twice, so that a process may remember them.
 * - `points` holds every point of every metric, clustered by metric and in the order of its history: step, timestamp,
 *   value. The newest point is the last one. A point that is logged twice is stored once, as in MLflow.
 * - `metrics` holds a row for each metric of a run. Its `step`, `timestamp` and `value` are those of the newest point once
 *   the run has ended, for searches; null means that `points` must be asked, so that a point is logged with one write.
 * - SQLite has no NaN: it is stored as the text `NaN`, which is why values are of type ANY.
 * - `nodes` holds what became of each node, `lines` the log of the run.
 */
export const SCHEMA_1 = `
CREATE TABLE experiments (
  experiment INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  lifecycle_stage TEXT NOT NULL DEFAULT 'active',
  creation_time INTEGER NOT NULL,
  last_update_time INTEGER NOT NULL
) STRICT;

CREATE TABLE experiment_tags (
  experiment INTEGER NOT NULL REFERENCES experiments,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (experiment, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  run INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL UNIQUE,
  experiment INTEGER NOT NULL REFERENCES experiments,
  name TEXT NOT NULL,
  user_id TEXT NOT NULL,
  status TEXT NOT NULL,
  start_time INTEGER NOT NULL,
  end_time INTEGER,
  lifecycle_stage TEXT NOT NULL DEFAULT 'active',
  deleted_time INTEGER
) STRICT;
CREATE INDEX runs_by_start ON runs (start_time);
CREATE INDEX runs_by_name ON runs (name);

CREATE TABLE params (
  run INTEGER NOT NULL REFERENCES runs,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE metrics (
  metric INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs,
  key TEXT NOT NULL,
  step INTEGER,
  timestamp INTEGER,
  value ANY,
  UNIQUE (run, key)
) STRICT;

CREATE TABLE points (
  metric INTEGER NOT NULL REFERENCES metrics,
  step INTEGER NOT NULL,
  timestamp INTEGER NOT NULL,
  value ANY NOT NULL,
  PRIMARY KEY (metric, step, timestamp, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE artifacts (
  run INTEGER NOT NULL REFERENCES runs,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (run, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE nodes (
  event INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs,
  node TEXT NOT NULL,
  status TEXT NOT NULL,
  start_time INTEGER NOT NULL,
  duration REAL,
  error TEXT,
  UNIQUE (run, node)
) STRICT;

CREATE TABLE lines (
  line INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs,
  time INTEGER NOT NULL,
  level TEXT NOT NULL,
  node TEXT,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX lines_by_run ON lines (run);

PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = 1;
`;
