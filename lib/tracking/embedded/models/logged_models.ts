import type { LifecycleStage } from "../../entities.ts";
import { checkEntries, invalid } from "../../limits.ts";
import type { LoggedModel, LoggedModelMetric, LoggedModelStatus } from "../../models/entities.ts";
import type { Database } from "../database.ts";
import { requireExperiment } from "../experiments.ts";
import { fromSqlValue } from "../metric_value.ts";
import { requireActiveRun } from "../run_rows.ts";
import { checkLoggedModelName, missing } from "../../models/model_names.ts";
import { LOGGED_MODEL_TAGS, readTags, writeTags } from "./tags.ts";

/** A row of the table of logged models. */
export interface LoggedModelRow {
  /** Its number. */
  readonly model: number;
  /** Its id. */
  readonly model_id: string;
  /** Number of its experiment. */
  readonly experiment: number;
  /** Its name. */
  readonly name: string;
  /** What sort of model it is. */
  readonly model_type: string;
  /** The run that logged it. */
  readonly source_run_id: string | null;
  /** How far it has come. */
  readonly status: LoggedModelStatus;
  /** Why it failed. */
  readonly status_message: string | null;
  /** Whether it has been deleted. */
  readonly lifecycle_stage: LifecycleStage;
  /** Milliseconds since 1970. */
  readonly creation_time: number;
  /** Milliseconds since 1970. */
  readonly last_update_time: number;
}

/** A model to be made. */
export interface NewLoggedModel {
  /** Its id. */
  readonly modelId: string;
  /** Its experiment. */
  readonly experimentId: string;
  /** Its name. */
  readonly name: string;
  /** What sort of model it is. */
  readonly modelType: string;
  /** The run that logs it. */
  readonly sourceRunId: string | undefined;
  /** Params. */
  readonly params: Readonly<Record<string, string>>;
  /** Tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Make a model with status PENDING. */
export function createLoggedModel(database: Database, model: NewLoggedModel): LoggedModelRow {
  checkLoggedModelName(model.name);
  return database.transaction(() => {
    const { experiment, name, lifecycle_stage } = requireExperiment(database, model.experimentId);
    if (lifecycle_stage !== "active") {
      throw invalid(`Cannot log a model in experiment "${name}": it is deleted; restore it first`);
    }
    if (model.sourceRunId !== undefined) requireActiveRun(database, model.sourceRunId);
    database.run(
      `INSERT INTO logged_models (model_id, experiment, name, model_type, source_run_id, status, creation_time,
         last_update_time) VALUES (?, ?, ?, ?, ?, 'PENDING', ?, ?)`,
      model.modelId,
      experiment,
      model.name,
      model.modelType,
      model.sourceRunId ?? null,
      model.now,
      model.now,
    );
    const row = requireLoggedModel(database, model.modelId);
    writeTags(database, LOGGED_MODEL_TAGS, { of: [row.model], tags: model.tags });
    writeParams(database, row, model.params);
    return row;
  });
}

/** The row of a model that has not been deleted, or `undefined`. */
export function findLoggedModel(database: Database, modelId: string): LoggedModelRow | undefined {
  return database.get<LoggedModelRow>(
    "SELECT * FROM logged_models WHERE model_id = ? AND lifecycle_stage = 'active'",
    modelId,
  );
}

/** The row of a model that must be there. */
export function requireLoggedModel(database: Database, modelId: string): LoggedModelRow {
  const row = findLoggedModel(database, modelId);
  if (row !== undefined) return row;
  throw missing(`Logged model "${modelId}" does not exist in "${database.path}"`, database.path);
}

/** Change a model in one commit. */
export function changeLoggedModel(
  database: Database,
  modelId: string,
  { now, change }: { readonly now: number; readonly change: (row: LoggedModelRow) => void },
): LoggedModelRow {
  return database.transaction(() => {
    const row = requireLoggedModel(database, modelId);
    change(row);
    database.run("UPDATE logged_models SET last_update_time = ? WHERE model = ?", now, row.model);
    return database.get<LoggedModelRow>("SELECT * FROM logged_models WHERE model = ?", row.model) ?? row;
  });
}

/** Set how far a model has come, inside a transaction. */
export function setStatus(
  database: Database,
  row: LoggedModelRow,
  { status, message }: { readonly status: LoggedModelStatus; readonly message: string | undefined },
): void {
  database.run(
    "UPDATE logged_models SET status = ?, status_message = ? WHERE model = ?",
    status,
    message ?? null,
    row.model,
  );
}

/** Write params, inside a transaction. */
export function writeParams(
  database: Database,
  row: LoggedModelRow,
  params: Readonly<Record<string, string>>,
): void {
  const entries = Object.entries(params);
  checkEntries({ params: entries });
  for (const [key, value] of entries) {
    const isNew = database.run(
      "INSERT INTO logged_model_params VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      row.model,
      key,
      value,
    );
    if (isNew > 0 || readParams(database, row)[key] === value) continue;
    throw invalid(`Cannot change param "${key}" of model "${row.name}": params are written once`);
  }
}

/** A row with all that was recorded. */
export function readLoggedModel(database: Database, row: LoggedModelRow, artifactUri: string): LoggedModel {
  return {
    modelId: row.model_id,
    experimentId: String(row.experiment),
    name: row.name,
    modelType: row.model_type,
    sourceRunId: row.source_run_id ?? undefined,
    status: row.status,
    statusMessage: row.status_message ?? undefined,
    creationTime: row.creation_time,
    lastUpdateTime: row.last_update_time,
    artifactUri,
    params: readParams(database, row),
    tags: readTags(database, LOGGED_MODEL_TAGS, [row.model]),
    metrics: readMetrics(database, row),
  };
}

function readParams(database: Database, { model }: LoggedModelRow): Readonly<Record<string, string>> {
  const rows = database.all<{ readonly key: string; readonly value: string }>(
    "SELECT key, value FROM logged_model_params WHERE model = ? ORDER BY key",
    model,
  );
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

interface MetricRow extends Omit<LoggedModelMetric, "value" | "runId"> {
  readonly value: number | string;
  readonly run_id: string;
}

function readMetrics(database: Database, { model }: LoggedModelRow): readonly LoggedModelMetric[] {
  return database.all<MetricRow>(
    "SELECT key, step, timestamp, value, run_id FROM logged_model_metrics WHERE model = ? ORDER BY key, step, timestamp",
    model,
  ).map(({ value, run_id, ...metric }) => ({ ...metric, value: fromSqlValue(value), runId: run_id }));
}
