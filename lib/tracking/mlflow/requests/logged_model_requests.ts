import type { Metric } from "../../entities.ts";
import type { LoggedModelStatus, RunModel } from "../../models/entities.ts";
import type { CreateLoggedModelOptions, SearchModelsOptions } from "../../models/model_store.ts";
import type { MlflowRequest } from "../mlflow_request.ts";
import { toPairs } from "../wire/fields.ts";
import { deleteRequest, getRequest, patchRequest, postRequest } from "./api.ts";
import { wireNumber } from "./entry_requests.ts";

const MODELS = "logged-models";

/** The most params that one request may hold. */
export const MAX_MODEL_PARAMS = 100;

/** Make a logged model: `{ model }`. Repeated, it would make another one. */
export function createLoggedModelRequest(
  { experimentId, name, modelType, sourceRunId, params, tags }: CreateLoggedModelOptions,
): MlflowRequest {
  const json = {
    experiment_id: experimentId,
    name,
    model_type: modelType,
    source_run_id: sourceRunId,
    params: toPairs(params),
    tags: toPairs(tags),
  };
  return postRequest(MODELS, json, { what: name === undefined ? "log a model" : `log model "${name}"` });
}

/** Ask for a logged model: `{ model }`. */
export function getLoggedModelRequest(modelId: string): MlflowRequest {
  return getRequest(routeOf(modelId), { what: `look up model "${modelId}"` });
}

/** Say how far a logged model has come: `{ model }`. */
export function finalizeLoggedModelRequest(modelId: string, status: LoggedModelStatus): MlflowRequest {
  // The route does not tell the handler which model it is.
  const json = { model_id: modelId, status: `LOGGED_MODEL_${status}` };
  return patchRequest(routeOf(modelId), json, { what: `change model "${modelId}"`, isRepeatable: true });
}

/** Find logged models of experiments: `{ models, next_page_token }`. */
export function searchLoggedModelsRequest(
  experimentIds: readonly string[],
  { filter, orderBy = [], maxResults, pageToken }: SearchModelsOptions & { readonly maxResults: number },
): MlflowRequest {
  const json = {
    experiment_ids: experimentIds,
    filter,
    order_by: orderBy.map((order) => {
      const [, field = order, direction = ""] = /^(.*?)(?:\s+(ASC|DESC))?$/i.exec(order.trim()) ?? [];
      return { field_name: field, ascending: direction.toUpperCase() !== "DESC" };
    }),
    max_results: maxResults,
    page_token: pageToken,
  };
  return postRequest(`${MODELS}/search`, json, { what: "search logged models", isRepeatable: true });
}

/** Delete a logged model. */
export function deleteLoggedModelRequest(modelId: string): MlflowRequest {
  return deleteRequest(routeOf(modelId), { model_id: modelId }, { what: `delete model "${modelId}"` });
}

/** Set tags of a logged model. */
export function setLoggedModelTagsRequest(
  modelId: string,
  tags: Readonly<Record<string, string>>,
): MlflowRequest {
  const json = { model_id: modelId, tags: toPairs(tags) };
  return patchRequest(`${routeOf(modelId)}/tags`, json, {
    what: `set tags of model "${modelId}"`,
    isRepeatable: true,
  });
}

/** Remove a tag of a logged model. */
export function deleteLoggedModelTagRequest(modelId: string, key: string): MlflowRequest {
  const json = { model_id: modelId, tag_key: key };
  return deleteRequest(`${routeOf(modelId)}/tags/${encodeURIComponent(key)}`, json, {
    what: `remove tag "${key}" of model "${modelId}"`,
  });
}

/** Write params of a logged model that it does not have yet; repeated, they are refused. */
export function logModelParamsRequest(
  modelId: string,
  params: Readonly<Record<string, string>>,
): MlflowRequest {
  const json = { model_id: modelId, params: toPairs(params) };
  return postRequest(`${routeOf(modelId)}/params`, json, { what: `write params of model "${modelId}"` });
}

/** Record that a run made models. What is recorded already is refused by its database: see {@linkcode isRecorded}. */
export function logModelOutputsRequest(runId: string, models: readonly RunModel[]): MlflowRequest {
  const json = { run_id: runId, models: models.map(({ modelId, step }) => ({ model_id: modelId, step })) };
  return postRequest("runs/outputs", json, {
    what: `record models that run "${runId}" made`,
    isRepeatable: true,
  });
}

/** Say that points of metrics of a run belong to a model too. */
export function logModelMetricsRequest(
  runId: string,
  modelId: string,
  metrics: readonly Metric[],
): MlflowRequest {
  const json = {
    run_id: runId,
    metrics: metrics.map(({ key, value, step, timestamp }) => ({
      ...{ key, value: wireNumber(value), step, timestamp },
      model_id: modelId,
    })),
  };
  return postRequest("runs/log-batch", json, {
    what: `write metrics of model "${modelId}"`,
    isRepeatable: true,
  });
}

/** Whether a refusal says that the very same was recorded before. */
export function isRecorded(error: unknown): boolean {
  return error instanceof Error && /UNIQUE constraint failed|duplicate (?:key|entry)/i.test(error.message);
}

function routeOf(modelId: string): string {
  return `${MODELS}/${encodeURIComponent(modelId)}`;
}
