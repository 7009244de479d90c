/** Runs that are worked on or will be; the index `runs_in_progress` holds these and is used for exactly this text. */
export const IN_PROGRESS = "status IN ('RUNNING', 'SCHEDULED')";

/**
 * From version 1 to version 2.
 *
 * - The value index: `metrics_by_value`, `params_by_value` and `tags_by_value` find runs by what was recorded. A row enters
 *   them when it is settled (a metric: when its newest point stands in `step`, `timestamp` and `value`), which happens in
 *   one go when its run ends, so that logging does not pay for it. What is not settled belongs to a run in progress; a
 *   search looks there too.
 * - `run_key`: processes that share a run find it by its key.
 * - `datasets` describe data as MLflow does (`source`, `schema` and `profile` are JSON); `dataset_uses` says which run read
 *   or wrote them, at which node. `uri` is where the data was, relative to the project when it was inside.
 * - `snapshots` holds what a run was made from (configuration, graph, environment): texts that many runs share are stored once,
 *   in `contents`.
 * - `logged_models`, `registered_models` and `model_versions` are MLflow's. Versions and models name runs by their id, since
 *   they outlive them.
 */
export const SCHEMA_2 = `
ALTER TABLE experiments ADD COLUMN artifact_location TEXT;
ALTER TABLE runs ADD COLUMN run_key TEXT;
CREATE UNIQUE INDEX runs_by_key ON runs (run_key) WHERE run_key IS NOT NULL;
CREATE INDEX runs_in_progress ON runs (run) WHERE ${IN_PROGRESS};
CREATE INDEX runs_by_experiment ON runs (experiment, start_time);

ALTER TABLE params ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tags ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
UPDATE params SET settled = 1 WHERE run NOT IN (SELECT run FROM runs WHERE ${IN_PROGRESS});
UPDATE tags SET settled = 1 WHERE run NOT IN (SELECT run FROM runs WHERE ${IN_PROGRESS});
UPDATE metrics SET (step, timestamp, value) = (
  SELECT step, timestamp, value FROM points WHERE points.metric = metrics.metric
  ORDER BY step DESC, timestamp DESC, value DESC LIMIT 1
) WHERE step IS NULL AND run NOT IN (SELECT run FROM runs WHERE ${IN_PROGRESS});
CREATE INDEX params_by_value ON params (key, value, run) WHERE settled = 1;
CREATE INDEX tags_by_value ON tags (key, value, run) WHERE settled = 1;
CREATE INDEX metrics_by_value ON metrics (key, value, run) WHERE step IS NOT NULL;

CREATE TABLE datasets (
  dataset INTEGER PRIMARY KEY AUTOINCREMENT,
  experiment INTEGER NOT NULL REFERENCES experiments,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  source_type TEXT NOT NULL,
  source TEXT NOT NULL,
  schema TEXT,
  profile TEXT,
  uri TEXT,
  UNIQUE (experiment, name, digest)
) STRICT;
CREATE INDEX datasets_by_name ON datasets (name);
CREATE INDEX datasets_by_digest ON datasets (digest);
CREATE INDEX datasets_by_uri ON datasets (uri) WHERE uri IS NOT NULL;

CREATE TABLE dataset_uses (
  use INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs,
  dataset INTEGER NOT NULL REFERENCES datasets,
  role TEXT NOT NULL,
  node TEXT,
  time INTEGER NOT NULL,
  UNIQUE (run, role, dataset)
) STRICT;
CREATE INDEX dataset_uses_by_dataset ON dataset_uses (dataset);

CREATE TABLE dataset_tags (
  use INTEGER NOT NULL REFERENCES dataset_uses,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (use, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE contents (
  content INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE snapshots (
  run INTEGER NOT NULL REFERENCES runs,
  name TEXT NOT NULL,
  content INTEGER NOT NULL REFERENCES contents,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshots_by_content ON snapshots (content);

CREATE TABLE logged_models (
  model INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id TEXT NOT NULL UNIQUE,
  experiment INTEGER NOT NULL REFERENCES experiments,
  name TEXT NOT NULL,
  model_type TEXT NOT NULL DEFAULT '',
  source_run_id TEXT,
  status TEXT NOT NULL,
  status_message TEXT,
  lifecycle_stage TEXT NOT NULL DEFAULT 'active',
  creation_time INTEGER NOT NULL,
  last_update_time INTEGER NOT NULL,
  artifact_location TEXT
) STRICT;
CREATE INDEX logged_models_by_run ON logged_models (source_run_id);
CREATE INDEX logged_models_by_name ON logged_models (name);

CREATE TABLE logged_model_params (
  model INTEGER NOT NULL REFERENCES logged_models,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE logged_model_tags (
  model INTEGER NOT NULL REFERENCES logged_models,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE logged_model_metrics (
  model INTEGER NOT NULL REFERENCES logged_models,
  key TEXT NOT NULL,
  step INTEGER NOT NULL,
  timestamp INTEGER NOT NULL,
  value ANY NOT NULL,
  run_id TEXT NOT NULL,
  dataset_name TEXT NOT NULL DEFAULT '',
  dataset_digest TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (model, key, step, timestamp, value, run_id, dataset_name, dataset_digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_models (
  run INTEGER NOT NULL REFERENCES runs,
  role TEXT NOT NULL,
  model INTEGER NOT NULL REFERENCES logged_models,
  step INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run, role, model)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_models_by_model ON run_models (model);

CREATE TABLE registered_models (
  registered INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  description TEXT,
  creation_time INTEGER NOT NULL,
  last_update_time INTEGER NOT NULL,
  last_version INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE registered_model_tags (
  registered INTEGER NOT NULL REFERENCES registered_models,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (registered, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_versions (
  registered INTEGER NOT NULL REFERENCES registered_models,
  version INTEGER NOT NULL,
  creation_time INTEGER NOT NULL,
  last_update_time INTEGER NOT NULL,
  description TEXT,
  user_id TEXT,
  current_stage TEXT NOT NULL DEFAULT 'None',
  source TEXT NOT NULL,
  storage_location TEXT,
  run_id TEXT,
  run_link TEXT,
  model_id TEXT,
  status TEXT NOT NULL DEFAULT 'READY',
  status_message TEXT,
  PRIMARY KEY (registered, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX model_versions_by_run ON model_versions (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX model_versions_by_model ON model_versions (model_id) WHERE model_id IS NOT NULL;

CREATE TABLE model_version_tags (
  registered INTEGER NOT NULL,
  version INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (registered, version, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_aliases (
  registered INTEGER NOT NULL REFERENCES registered_models,
  alias TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (registered, alias)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 2;
`;
