import type { PortableModel } from "../../portable/portable_models.ts";
import type { ArtifactPlaces } from "../artifact_places.ts";
import type { Connection } from "../connection.ts";
import type { Database } from "../database.ts";
import { toSqlValue } from "../metric_value.ts";
import { requireRun } from "../run_rows.ts";
import { createLoggedModel, type LoggedModelRow, setStatus } from "./logged_models.ts";
import { placeOf, writeModelFile } from "./model_files.ts";
import { writeRunModels } from "./run_models.ts";

/**
 * Bring a model into a store that has its run, with its id. One that is there already is left as it is, and so is one that
 * was deleted; one that was begun and not finished is finished. Gives whether anything was done.
 */
export async function restoreLoggedModel(
  connection: Connection,
  places: ArtifactPlaces,
  model: PortableModel,
): Promise<boolean> {
  const database = connection.forWriting();
  const row = rowOf(database, model.modelId) ?? begin(database, model);
  if (row.lifecycle_stage === "deleted") return false;
  if (row.status !== "PENDING") {
    // Runs that read it may have come only now.
    writeUses(database, row, model);
    return false;
  }
  // It stays PENDING until all of its files are there.
  for (const { path, open } of model.files) {
    await writeModelFile(placeOf(places, row), row, { path, content: await open() });
  }
  writeUses(database, row, model);
  database.transaction(() => finish(database, row, model));
  return true;
}

function rowOf(database: Database, modelId: string): LoggedModelRow | undefined {
  return database.get<LoggedModelRow>("SELECT * FROM logged_models WHERE model_id = ?", modelId);
}

function begin(database: Database, model: PortableModel): LoggedModelRow {
  const { modelId, name, modelType, sourceRunId, params, tags, creationTime } = model;
  const experimentId = String(requireRun(database, sourceRunId).experiment);
  try {
    return createLoggedModel(database, {
      ...{ modelId, experimentId, name, modelType, sourceRunId, params, tags, now: creationTime },
    });
  } catch (error) {
    // Another process that imports it may have been faster; both store the same.
    const row = rowOf(database, modelId);
    if (row === undefined) throw error;
    return row;
  }
}

/** Which runs made it or read it, and its metrics. */
function writeUses(database: Database, row: LoggedModelRow, model: PortableModel): void {
  for (const { runId, role, step } of model.uses) {
    writeRunModels(database, runId, [{ modelId: model.modelId, role, step }]);
  }
  database.transaction(() => writePoints(database, row, model));
}

function writePoints(database: Database, row: LoggedModelRow, model: PortableModel): void {
  // Those that its runs logged came with these; MLflow gives NaN back as 0 here.
  const known = new Set(
    database.all<PointRow>(
      "SELECT key, step, timestamp, run_id FROM logged_model_metrics WHERE model = ?",
      row.model,
    )
      .map(({ key, step, timestamp, run_id: runId }) => JSON.stringify([key, step, timestamp, runId])),
  );
  for (const { key, value, step, timestamp, runId } of model.metrics) {
    if (known.has(JSON.stringify([key, step, timestamp, runId]))) continue;
    database.run(
      `INSERT INTO logged_model_metrics (model, key, step, timestamp, value, run_id) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      row.model,
      key,
      step,
      timestamp,
      toSqlValue(value),
      runId,
    );
  }
}

function finish(database: Database, row: LoggedModelRow, model: PortableModel): void {
  const { status, statusMessage: message } = model;
  // Nobody stores its files any more.
  setStatus(database, row, { status: status === "PENDING" ? "UPLOAD_FAILED" : status, message });
  database.run(
    "UPDATE logged_models SET last_update_time = ? WHERE model = ?",
    model.lastUpdateTime,
    row.model,
  );
}

interface PointRow {
  readonly key: string;
  readonly step: number;
  readonly timestamp: number;
  readonly run_id: string;
}
