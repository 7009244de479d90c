import type { RunModel } from "../../models/entities.ts";
import type { Database } from "../database.ts";
import { requireActiveRun, requireRun } from "../run_rows.ts";
import { requireLoggedModel } from "./logged_models.ts";

/** Record that a run read or made models, in one commit. A model that it made takes over its metrics of the same step. */
export function writeRunModels(database: Database, runId: string, models: readonly RunModel[]): void {
  database.transaction(() => {
    const { run } = requireActiveRun(database, runId);
    for (const { modelId, role, step } of models) {
      const { model } = requireLoggedModel(database, modelId);
      database.run(
        "INSERT INTO run_models VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        run,
        role,
        model,
        step,
      );
      if (role === "output") copyMetrics(database, { run, runId, model, step });
    }
  });
}

/** The models that a run read or made. */
export function readRunModels(database: Database, runId: string): readonly RunModel[] {
  const { run } = requireRun(database, runId);
  return database.all<{ readonly model_id: string; readonly role: RunModel["role"]; readonly step: number }>(
    "SELECT model_id, role, step FROM run_models JOIN logged_models USING (model) WHERE run = ? ORDER BY model",
    run,
  ).map(({ model_id, role, step }) => ({ modelId: model_id, role, step }));
}

interface Made {
  readonly run: number;
  readonly runId: string;
  readonly model: number;
  readonly step: number;
}

function copyMetrics(database: Database, { run, runId, model, step }: Made): void {
  database.run(
    `INSERT INTO logged_model_metrics (model, key, step, timestamp, value, run_id)
     SELECT ?, key, points.step, points.timestamp, points.value, ? FROM metrics JOIN points USING (metric)
     WHERE run = ? AND points.step = ? ON CONFLICT DO NOTHING`,
    model,
    runId,
    run,
    step,
  );
}
