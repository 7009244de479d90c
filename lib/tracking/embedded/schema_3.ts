/** What a run is made of, and how its parts are found: `?` stands for its number. */
export const PARTS_OF_RUN: readonly (readonly [kind: string, sql: string])[] = [
  ["run", "SELECT '' AS key FROM runs WHERE run = ?"],
  ["param", "SELECT key FROM params WHERE run = ?"],
  ["tag", "SELECT key FROM tags WHERE run = ?"],
  ["metric", "SELECT metric AS key FROM metrics WHERE run = ?"],
  ["input", "SELECT use AS key FROM dataset_uses WHERE role = 'input' AND run = ?"],
  ["artifact", "SELECT path AS key FROM artifacts WHERE run = ?"],
  ["run_model", "SELECT role || '/' || model AS key FROM run_models WHERE run = ?"],
];

// Named here too, since what has been released is never changed.
const PARENT_RUN_TAG = "mlflow.parentRunId";

// A thing that has been copied, or will be, has changed: every copy of it must follow. What is noted twice is sent once.
function note(change: string, key: string, of: string): string {
  return `
  INSERT INTO replica_changes (replica, kind, key) SELECT replica, '${change}', ${key} FROM replicas WHERE ${of}
    ON CONFLICT DO UPDATE SET revision = revision + 1, problem = NULL;`;
}

function trigger(name: string, event: string, body: string): string {
  return `\nCREATE TRIGGER ${name} AFTER ${event} BEGIN${body}\nEND;\n`;
}

// Rows of a table with names: each that comes, changes or goes.
function followNames(table: string, change: string, of: (row: string) => string): string {
  return trigger(`${table}_in`, `INSERT ON ${table}`, note(change, "NEW.key", of("NEW"))) +
    trigger(`${table}_set`, `UPDATE OF value ON ${table}`, note(change, "NEW.key", of("NEW"))) +
    trigger(`${table}_out`, `DELETE ON ${table}`, note(change, "OLD.key", of("OLD")));
}

const RUN = (row: string): string => `kind = 'run' AND item = ${row}.run`;
const MODEL = (row: string): string => `kind = 'model' AND item = ${row}.model`;
const REGISTERED = (row: string): string => `kind = 'registered' AND item = ${row}.registered`;
const VERSION = (row: string): string =>
  `kind = 'version' AND item = ${row}.registered AND part = ${row}.version`;
const EXPERIMENT = (row: string): string => `kind = 'experiment' AND item = ${row}.experiment`;

/**
 * From version 2 to version 3: what servers have of this store.
 *
 * - `targets` are the servers that runs are copied to; their URLs hold no passwords.
 * - `replicas` says which run, experiment, logged model, registered model or version a target has or shall have, and what
 *   it is called there. `doubt` is 1 from before it is made there until the answer is known: then it may exist already and
 *   is looked for. `token` marks a version there, as versions have no ids of their own.
 * - `replica_changes` holds what a target does not have yet, by name only: what is sent is what the store holds then. A row
 *   goes when the target has it; `revision` tells whether it changed again meanwhile. A row with a `problem` was refused
 *   and waits until somebody asks for it. Triggers note every change, whoever makes it; without replicas they find nothing to do.
 * - `replica_metrics` says how far the history of a metric has been sent. Points come in any order and are kept in the
 *   order of their steps, so a target reads them up to a horizon, which is moved before anything beyond it is read; what
 *   is logged behind the horizon is noted in `late_points`. So no point is missed, and logging a point costs one look.
 */
export const SCHEMA_3: string = `
CREATE TABLE targets (
  target INTEGER PRIMARY KEY AUTOINCREMENT,
  uri TEXT NOT NULL UNIQUE,
  problem TEXT,
  problem_time INTEGER,
  answer_time INTEGER
) STRICT;

CREATE TABLE replicas (
  replica INTEGER PRIMARY KEY AUTOINCREMENT,
  target INTEGER NOT NULL REFERENCES targets,
  kind TEXT NOT NULL,
  item INTEGER NOT NULL,
  part INTEGER NOT NULL DEFAULT 0,
  token TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),
  doubt INTEGER NOT NULL DEFAULT 0,
  remote_id TEXT,
  remote_uri TEXT,
  remote_state TEXT,
  UNIQUE (kind, item, part, target)
) STRICT;

CREATE TABLE replica_changes (
  change INTEGER PRIMARY KEY AUTOINCREMENT,
  replica INTEGER NOT NULL REFERENCES replicas,
  kind TEXT NOT NULL,
  key TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  UNIQUE (replica, kind, key)
) STRICT;

CREATE TABLE replica_metrics (
  metric INTEGER NOT NULL REFERENCES metrics,
  replica INTEGER NOT NULL REFERENCES replicas,
  horizon_step INTEGER NOT NULL,
  horizon_timestamp INTEGER NOT NULL,
  horizon_value ANY NOT NULL,
  step INTEGER,
  timestamp INTEGER,
  value ANY,
  PRIMARY KEY (metric, replica)
) STRICT, WITHOUT ROWID;

CREATE TABLE late_points (
  metric INTEGER NOT NULL REFERENCES metrics,
  replica INTEGER NOT NULL REFERENCES replicas,
  step INTEGER NOT NULL,
  timestamp INTEGER NOT NULL,
  value ANY NOT NULL,
  PRIMARY KEY (metric, replica, step, timestamp, value)
) STRICT, WITHOUT ROWID;
${
  trigger(
    "points_in",
    "INSERT ON points WHEN EXISTS (SELECT 1 FROM replica_metrics WHERE metric = NEW.metric)",
    `
  INSERT INTO late_points SELECT metric, replica, NEW.step, NEW.timestamp, NEW.value FROM replica_metrics
    WHERE metric = NEW.metric
      AND (horizon_step, horizon_timestamp, horizon_value) >= (NEW.step, NEW.timestamp, NEW.value)
    ON CONFLICT DO NOTHING;`,
  )
}${trigger("metrics_in", "INSERT ON metrics", note("metric", "NEW.metric", RUN("NEW")))}${
  // The first point that is logged after a metric was settled.
  trigger(
    "metrics_set",
    "UPDATE OF step ON metrics WHEN NEW.step IS NULL AND OLD.step IS NOT NULL",
    note("metric", "NEW.metric", RUN("NEW")),
  )}${
  trigger(
    "metrics_out",
    "DELETE ON metrics",
    `
  DELETE FROM replica_metrics WHERE metric = OLD.metric;
  DELETE FROM late_points WHERE metric = OLD.metric;`,
  )
}${
  trigger(
    "runs_set",
    "UPDATE OF name, status, end_time, lifecycle_stage ON runs",
    note("run", "''", RUN("NEW")),
  )
}${
  // A run that was removed for ever is still to be deleted there.
  trigger(
    "runs_out",
    "DELETE ON runs",
    `
  DELETE FROM replica_changes WHERE replica IN (SELECT replica FROM replicas WHERE ${RUN("OLD")});
  DELETE FROM replicas WHERE ${RUN("OLD")} AND remote_id IS NULL AND doubt = 0;${
      note("run", "''", RUN("OLD"))
    }`,
  )}${followNames("params", "param", RUN)}${followNames("tags", "tag", RUN)}${
  // A run that is nested goes where the run goes that it is nested in.
  trigger(
    "tags_nest",
    `INSERT ON tags WHEN NEW.key = '${PARENT_RUN_TAG}'`,
    `
  INSERT INTO replicas (target, kind, item) SELECT target, 'run', NEW.run FROM replicas
    WHERE kind = 'run' AND item = (SELECT run FROM runs WHERE run_id = NEW.value) ON CONFLICT DO NOTHING;${
      PARTS_OF_RUN.map(([kind, sql]) => `
  INSERT INTO replica_changes (replica, kind, key) SELECT replica, '${kind}', part.key
    FROM replicas, (${sql.replace("?", "NEW.run")}) AS part
    WHERE replicas.kind = 'run' AND item = NEW.run ON CONFLICT DO NOTHING;`).join("")
    }`,
  )}${followNames("experiment_tags", "tag", EXPERIMENT)}${
  trigger(
    "dataset_uses_in",
    "INSERT ON dataset_uses WHEN NEW.role = 'input'",
    note("input", "NEW.use", RUN("NEW")),
  )
}${
  ["INSERT", "UPDATE OF value"].map((event, index) =>
    trigger(
      `dataset_tags_${index}`,
      `${event} ON dataset_tags`,
      note(
        "input",
        "NEW.use",
        "kind = 'run' AND item = (SELECT run FROM dataset_uses WHERE use = NEW.use AND role = 'input')",
      ),
    )
  ).join("")
}${trigger("artifacts_in", "INSERT ON artifacts", note("artifact", "NEW.path", RUN("NEW")))}${
  trigger("artifacts_set", "UPDATE ON artifacts", note("artifact", "NEW.path", RUN("NEW")))
}${
  trigger(
    "run_models_in",
    "INSERT ON run_models",
    note("run_model", "NEW.role || '/' || NEW.model", RUN("NEW")),
  )
}${
  // A model goes where the run goes that logged it.
  trigger(
    "logged_models_in",
    "INSERT ON logged_models",
    `
  INSERT INTO replicas (target, kind, item) SELECT target, 'model', NEW.model FROM replicas
    WHERE kind = 'run' AND item = (SELECT run FROM runs WHERE run_id = NEW.source_run_id);${
      note("model", "''", MODEL("NEW"))
    }`,
  )}${
  trigger(
    "logged_models_set",
    "UPDATE OF status, status_message, lifecycle_stage ON logged_models",
    note("model", "''", MODEL("NEW")),
  )
}${followNames("logged_model_params", "param", MODEL)}${followNames("logged_model_tags", "tag", MODEL)}${
  trigger(
    "logged_model_metrics_in",
    "INSERT ON logged_model_metrics",
    note("metric", "NEW.key", MODEL("NEW")),
  )
}${
  trigger(
    "registered_models_set",
    "UPDATE OF name, description ON registered_models",
    note("registered", "''", REGISTERED("NEW")),
  )
}${
  trigger("registered_models_out", "DELETE ON registered_models", note("registered", "''", REGISTERED("OLD")))
}${followNames("registered_model_tags", "tag", REGISTERED)}${
  // A version goes where the run or the model goes that it was made of.
  trigger(
    "model_versions_in",
    "INSERT ON model_versions",
    `
  INSERT INTO replicas (target, kind, item, part) SELECT DISTINCT target, 'version', NEW.registered, NEW.version FROM replicas
    WHERE (kind = 'run' AND item = (SELECT run FROM runs WHERE run_id = NEW.run_id))
      OR (kind = 'model' AND item = (SELECT model FROM logged_models WHERE model_id = NEW.model_id));
  INSERT INTO replicas (target, kind, item) SELECT target, 'registered', NEW.registered FROM replicas WHERE ${
      VERSION("NEW")
    }
    ON CONFLICT DO NOTHING;${note("registered", "''", REGISTERED("NEW"))}
  INSERT INTO replica_changes (replica, kind, key) SELECT replica, 'tag', t.key FROM replicas, registered_model_tags AS t
    WHERE ${REGISTERED("t")} AND item = NEW.registered ON CONFLICT DO NOTHING;${
      note("version", "''", VERSION("NEW"))
    }`,
  )}${
  trigger(
    "model_versions_set",
    "UPDATE OF description, current_stage ON model_versions",
    note("version", "''", VERSION("NEW")),
  )
}${trigger("model_versions_out", "DELETE ON model_versions", note("version", "''", VERSION("OLD")))}${
  followNames("model_version_tags", "tag", VERSION)
}${trigger("model_aliases_in", "INSERT ON model_aliases", note("alias", "NEW.alias", REGISTERED("NEW")))}${
  trigger("model_aliases_set", "UPDATE ON model_aliases", note("alias", "NEW.alias", REGISTERED("NEW")))
}${trigger("model_aliases_out", "DELETE ON model_aliases", note("alias", "OLD.alias", REGISTERED("OLD")))}
PRAGMA user_version = 3;
`;
