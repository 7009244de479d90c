import type {
  LoggedModel,
  LoggedModelStatus,
  ModelStage,
  ModelVersion,
  RegisteredModel,
  RunModel,
} from "../../models/entities.ts";
import { isModelId } from "../../models/model_uri.ts";
import { type Fields, listOf, numberOf, objectOf, optionalText, recordOf, textOf } from "./fields.ts";
import { readMetric } from "./read_run.ts";

/** A logged model of an answer. */
export function readLoggedModel(fields: Fields): LoggedModel {
  const [info, data] = [objectOf(fields, "info"), objectOf(fields, "data")];
  return {
    modelId: textOf(info, "model_id"),
    experimentId: textOf(info, "experiment_id"),
    name: textOf(info, "name"),
    modelType: textOf(info, "model_type"),
    sourceRunId: optionalText(info, "source_run_id"),
    status: textOf(info, "status").replace(/^LOGGED_MODEL_/, "") as LoggedModelStatus, // the words are MLflow's
    statusMessage: optionalText(info, "status_message"),
    creationTime: numberOf(info, "creation_timestamp_ms"),
    lastUpdateTime: numberOf(info, "last_updated_timestamp_ms"),
    artifactUri: textOf(info, "artifact_uri"),
    params: recordOf(data, "params"),
    tags: recordOf(info, "tags"),
    metrics: listOf(data, "metrics").map((metric) => ({
      ...readMetric(metric),
      runId: textOf(metric, "run_id"),
    })),
  };
}

/** The models that a run of an answer read and made. */
export function readRunModels(run: Fields): readonly RunModel[] {
  return [
    ...listOf(objectOf(run, "inputs"), "model_inputs").map((model): RunModel => ({
      modelId: textOf(model, "model_id"),
      role: "input",
      step: 0,
    })),
    ...listOf(objectOf(run, "outputs"), "model_outputs").map((model): RunModel => ({
      modelId: textOf(model, "model_id"),
      role: "output",
      step: numberOf(model, "step"),
    })),
  ];
}

/** A registered model of an answer. */
export function readRegisteredModel(fields: Fields): RegisteredModel {
  return {
    name: textOf(fields, "name"),
    description: optionalText(fields, "description"),
    creationTime: numberOf(fields, "creation_timestamp"),
    lastUpdateTime: numberOf(fields, "last_updated_timestamp"),
    tags: recordOf(fields, "tags"),
    aliases: Object.fromEntries(
      listOf(fields, "aliases").map((alias) => [textOf(alias, "alias"), textOf(alias, "version")]),
    ),
    latestVersions: listOf(fields, "latest_versions").map(readModelVersion),
  };
}

/** A version of an answer. */
export function readModelVersion(fields: Fields): ModelVersion {
  const source = textOf(fields, "source");
  const fromSource = source.replace(/^models:\/+/, "");
  const { aliases } = fields;
  return {
    name: textOf(fields, "name"),
    version: textOf(fields, "version"),
    creationTime: numberOf(fields, "creation_timestamp"),
    lastUpdateTime: numberOf(fields, "last_updated_timestamp"),
    description: optionalText(fields, "description"),
    userId: optionalText(fields, "user_id"),
    currentStage: textOf(fields, "current_stage") as ModelStage, // the words are MLflow's
    source,
    runId: optionalText(fields, "run_id"),
    runLink: optionalText(fields, "run_link"),
    // The server takes the model of a version, and does not give it back.
    modelId: optionalText(fields, "model_id") ?? (isModelId(fromSource) ? fromSource : undefined),
    status: "READY",
    tags: recordOf(fields, "tags"),
    aliases: Array.isArray(aliases) ? aliases.map(String) : [],
  };
}
