import type { LoggedModelRow } from "../embedded/models/logged_models.ts";
import { fieldsOf, objectOf, textOf } from "../mlflow/wire/fields.ts";
import { MODEL_ID_TAG } from "../tag_names.ts";
import { type CopyContext, ensureMade, type Made } from "./copy_context.ts";
import { refusal } from "./failure.ts";
import { followModel } from "./follow.ts";
import type { Replica } from "./outbox.ts";
import { remoteExperimentId } from "./remote_experiment.ts";
import { remoteRunId } from "./remote_run.ts";

/** The id there of a logged model, which is made there when it is not; its files follow. */
export async function remoteModelId(context: CopyContext, model: number): Promise<string> {
  const { outbox } = context;
  const row = findModel(context, model);
  if (row === undefined) throw refusal("The model was removed");
  if (outbox.find("model", model) === undefined) {
    outbox.database.transaction(() => followModel(outbox.database, outbox.target, model));
  }
  const replica = outbox.find("model", model);
  if (replica === undefined) throw refusal(`Model "${row.name}" is not copied`);
  return (await ensureModel(context, replica, row)).id;
}

/** Make a logged model there unless it has been made. */
export async function ensureModel(
  context: CopyContext,
  replica: Replica,
  row: LoggedModelRow,
): Promise<Made> {
  if (replica.remote_id !== null) return { id: replica.remote_id, uri: replica.remote_uri };
  const { server } = context;
  const experimentId = await remoteExperimentId(context, row.experiment);
  const sourceRunId = row.source_run_id === null ? undefined : await remoteRunId(context, row.source_run_id);
  return await ensureMade(context, replica, {
    find: async () => {
      const { models } = await server.ask("POST", "logged-models/search", {
        experiment_ids: [experimentId],
        filter: `tags.\`${MODEL_ID_TAG}\` = '${row.model_id}'`,
        max_results: 1,
      });
      return Array.isArray(models) && models.length > 0 ? toMade(models[0]) : undefined;
    },
    make: async () => {
      const { model } = await server.ask("POST", "logged-models", {
        experiment_id: experimentId,
        name: row.name,
        model_type: row.model_type,
        source_run_id: sourceRunId,
        tags: [{ key: MODEL_ID_TAG, value: row.model_id }],
      });
      return toMade(model);
    },
  });
}

/** The row of a model, deleted or not. */
export function findModel({ outbox }: CopyContext, model: number): LoggedModelRow | undefined {
  return outbox.database.get<LoggedModelRow>("SELECT * FROM logged_models WHERE model = ?", model);
}

function toMade(model: unknown): Made {
  const info = objectOf(fieldsOf(model), "info");
  return { id: textOf(info, "model_id"), uri: textOf(info, "artifact_uri") };
}
