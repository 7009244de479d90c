import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TrackingError } from "../../core/errors.ts";
import { DATA_CONTEXT_TAG, type DatasetUse } from "../dataset_use.ts";
import { remoteResolver } from "../../stores/remote_resolver.ts";
import { locateArtifacts } from "../artifact_location.ts";
import { Database } from "../embedded/database.ts";
import type { RunStatus } from "../entities.ts";
import type { PortableArtifact, PortableRun, RunSource } from "./portable_run.ts";
import { artifactsBelow, artifactsIn } from "./read_mlruns.ts";

// MLflow on SQLite stores infinities as the greatest number.
const GREATEST = Number.MAX_VALUE;

/** The runs in a file `mlflow.db` of MLflow, which is opened for reading only. Deleted ones are left out. */
export function readMlflowDb(path: string): RunSource {
  const database = new Database(path, { readOnly: true, busyTimeout: 20_000 });
  return {
    kind: "a database of MLflow",
    runs: async function* () {
      requireTables(database);
      const rows = database.all<RunRow>(
        "SELECT r.run_uuid, r.name, e.name AS experiment, r.status, r.start_time, r.end_time, r.artifact_uri FROM runs AS r " +
          "JOIN experiments AS e USING (experiment_id) " +
          "WHERE r.lifecycle_stage = 'active' AND e.lifecycle_stage = 'active' ORDER BY r.start_time",
      );
      for (const row of rows) yield await readRun(database, row);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(database[Symbol.dispose]()),
  };
}

interface RunRow {
  readonly run_uuid: string;
  readonly name: string | null;
  readonly experiment: string;
  readonly status: RunStatus;
  readonly start_time: number | null;
  readonly end_time: number | null;
  readonly artifact_uri: string | null;
}

async function readRun(database: Database, row: RunRow): Promise<PortableRun> {
  const texts = (table: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      database.all<{ readonly key: string; readonly value: string | null }>(
        `SELECT key, value FROM ${table} WHERE run_uuid = ?`,
        row.run_uuid,
      ).map(({ key, value }) => [key, value ?? ""]),
    );
  const points = database.all<PointRow>(
    "SELECT key, value, timestamp, step, is_nan FROM metrics WHERE run_uuid = ? ORDER BY key, step, timestamp",
    row.run_uuid,
  );
  return {
    runId: row.run_uuid,
    runName: row.name ?? row.run_uuid,
    experiment: row.experiment,
    status: row.status,
    startTime: row.start_time ?? 0,
    endTime: row.end_time ?? undefined,
    params: texts("params"),
    tags: texts("tags"),
    metrics: points.map(({ key, value, timestamp, step, is_nan }) => ({
      key,
      step,
      timestamp,
      value: is_nan ? NaN : value >= GREATEST ? Infinity : value <= -GREATEST ? -Infinity : value,
    })),
    nodes: [],
    log: [],
    datasets: readInputs(database, row),
    snapshots: {},
    artifacts: await artifactsOf(database.path, row),
  };
}

interface PointRow {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
  readonly is_nan: number;
}

function readInputs(
  database: Database,
  { run_uuid: runId, start_time: time }: RunRow,
): readonly DatasetUse[] {
  const rows = database.all<DatasetRow>(
    "SELECT d.name, d.digest, d.dataset_source_type, d.dataset_source, d.dataset_schema, d.dataset_profile, " +
      "(SELECT t.value FROM input_tags AS t WHERE t.input_uuid = i.input_uuid AND t.name = ?) AS context " +
      "FROM inputs AS i JOIN datasets AS d ON d.dataset_uuid = i.source_id " +
      "WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' AND i.destination_id = ?",
    DATA_CONTEXT_TAG,
    runId,
  );
  return rows.map((row): DatasetUse => ({
    role: "input",
    time: time ?? 0,
    dataset: {
      name: row.name,
      digest: row.digest,
      sourceType: row.dataset_source_type,
      source: row.dataset_source,
      schema: row.dataset_schema ?? undefined,
      profile: row.dataset_profile ?? undefined,
    },
    tags: row.context === null ? {} : { [DATA_CONTEXT_TAG]: row.context },
  }));
}

interface DatasetRow {
  readonly name: string;
  readonly digest: string;
  readonly dataset_source_type: string;
  readonly dataset_source: string;
  readonly dataset_schema: string | null;
  readonly dataset_profile: string | null;
  readonly context: string | null;
}

// On this disk only: in a folder, or beside the database where a server of MLflow keeps what it serves.
async function artifactsOf(
  path: string,
  { artifact_uri: uri }: RunRow,
): Promise<readonly PortableArtifact[]> {
  if (uri === null) return [];
  const home = dirname(resolve(path));
  if (uri.startsWith("file:")) return await artifactsIn(fileURLToPath(uri));
  if (uri.startsWith("mlflow-artifacts:/")) {
    const key = uri.replace(/^mlflow-artifacts:\/+/, "");
    return key.split("/").includes("..") ? [] : await artifactsIn(join(home, "mlartifacts", key));
  }
  if (/^s3:/i.test(uri)) return await artifactsBelow(locateArtifacts(uri, remoteResolver()));
  if (/^[a-z][a-z0-9+.-]+:/i.test(uri)) return [];
  return await artifactsIn(isAbsolute(uri) ? uri : join(home, uri));
}

function requireTables(database: Database): void {
  const wanted = ["experiments", "runs", "metrics", "params", "tags", "datasets", "inputs", "input_tags"];
  const found = database.all<{ readonly name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table'",
  );
  const names = found.map(({ name }) => name);
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  throw new TrackingError(
    `Cannot import "${database.path}": it is no database of MLflow 3, as it has no table ${
      missing.join(", ")
    }`,
    { endpoint: database.path, code: "INVALID_PARAMETER_VALUE" },
  );
}
