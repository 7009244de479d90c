import type { LifecycleStage, RunStatus } from "../../entities.ts";
import { USER_TAG } from "../../tag_names.ts";
import type { CreateRunOptions, SearchRunsOptions } from "../../tracking_store.ts";
import type { MlflowRequest } from "../mlflow_request.ts";
import { toPairs } from "../wire/fields.ts";
import { getRequest, postRequest } from "./api.ts";
import { viewType } from "./experiment_requests.ts";

/** What changes about a run. */
export interface RunChange {
  /** Its status. */
  readonly status?: RunStatus | undefined;
  /** When it ended. */
  readonly endTime?: number | undefined;
  /** Its name. */
  readonly runName?: string | undefined;
}

/** Make a run: `{ run }`. The server picks its id. Repeated, it would make another one. */
export function createRunRequest(
  { experimentId, runName, startTime, tags = {} }: CreateRunOptions & { readonly startTime: number },
): MlflowRequest {
  const json = {
    experiment_id: experimentId,
    run_name: runName,
    start_time: startTime,
    user_id: tags[USER_TAG],
    tags: toPairs(tags),
  };
  return postRequest("runs/create", json, { what: `make a run in experiment "${experimentId}"` });
}

/** Change status, end or name of a run: `{ run_info }`. */
export function updateRunRequest(runId: string, { status, endTime, runName }: RunChange): MlflowRequest {
  const json = { run_id: runId, status, end_time: endTime, run_name: runName };
  return postRequest("runs/update", json, { what: `change run "${runId}"`, isRepeatable: true });
}

/** Ask for a run: `{ run }`. */
export function getRunRequest(runId: string): MlflowRequest {
  return getRequest("runs/get", { what: `look up run "${runId}"`, query: { run_id: runId } });
}

/** Delete or restore a run. */
export function setRunStageRequest(runId: string, stage: LifecycleStage): MlflowRequest {
  const verb = stage === "deleted" ? "delete" : "restore";
  return postRequest(`runs/${verb}`, { run_id: runId }, {
    what: `${verb} run "${runId}"`,
    isRepeatable: true,
  });
}

/** Find runs of experiments: `{ runs, next_page_token }`. */
export function searchRunsRequest(
  experimentIds: readonly string[],
  { filter, orderBy, lifecycleStage = "active", maxResults = 1000, pageToken }: SearchRunsOptions,
): MlflowRequest {
  const json = {
    experiment_ids: experimentIds,
    filter,
    order_by: orderBy,
    run_view_type: viewType(lifecycleStage),
    max_results: maxResults,
    page_token: pageToken,
  };
  return postRequest("runs/search", json, { what: "search runs", isRepeatable: true });
}

/** Ask for a page of the points of a metric: `{ metrics, next_page_token }`. */
export function metricHistoryRequest(
  runId: string,
  key: string,
  page: { readonly pageToken?: string | undefined; readonly maxResults: number },
): MlflowRequest {
  return getRequest("metrics/get-history", {
    what: `read metric "${key}" of run "${runId}"`,
    // Some versions give no points, and a token that leads nowhere, to who does not ask for a number of them.
    query: { run_id: runId, metric_key: key, max_results: page.maxResults, page_token: page.pageToken },
  });
}

/** Remove a tag of a run. */
export function deleteTagRequest(runId: string, key: string): MlflowRequest {
  return postRequest("runs/delete-tag", { run_id: runId, key }, {
    what: `remove tag "${key}" of run "${runId}"`,
  });
}
