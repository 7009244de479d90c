import type { MlflowRequest } from "../mlflow_request.ts";
import type { LifecycleStage } from "../../entities.ts";
import type { SearchExperimentsOptions } from "../../tracking_store.ts";
import { toPairs } from "../wire/fields.ts";
import { getRequest, postRequest } from "./api.ts";

/** Make an experiment: `{ experiment_id }`. Repeated, it is refused as `RESOURCE_ALREADY_EXISTS`. */
export function createExperimentRequest(
  name: string,
  { tags, artifactLocation }: {
    readonly tags?: Readonly<Record<string, string>> | undefined;
    readonly artifactLocation?: string | undefined;
  } = {},
): MlflowRequest {
  const json = { name, artifact_location: artifactLocation, tags: toPairs(tags) };
  return postRequest("experiments/create", json, { what: `make experiment "${name}"` });
}

/** Ask for an experiment: `{ experiment }`. */
export function getExperimentRequest(experimentId: string): MlflowRequest {
  return getRequest("experiments/get", {
    what: `look up experiment "${experimentId}"`,
    query: { experiment_id: experimentId },
  });
}

/** Ask for an experiment by its name, deleted ones too: `{ experiment }`. */
export function getExperimentByNameRequest(name: string): MlflowRequest {
  return getRequest("experiments/get-by-name", {
    what: `look up experiment "${name}"`,
    query: { experiment_name: name },
  });
}

/** Delete or restore an experiment. */
export function setExperimentStageRequest(experimentId: string, stage: LifecycleStage): MlflowRequest {
  const [verb, word] = stage === "deleted" ? ["delete", "delete"] as const : ["restore", "restore"] as const;
  return postRequest(`experiments/${verb}`, { experiment_id: experimentId }, {
    what: `${word} experiment "${experimentId}"`,
  });
}

/** Find experiments: `{ experiments, next_page_token }`. */
export function searchExperimentsRequest(
  { filter, orderBy, lifecycleStage = "active", maxResults = 1000, pageToken }: SearchExperimentsOptions,
): MlflowRequest {
  const json = {
    filter,
    order_by: orderBy ?? ["creation_time DESC", "experiment_id DESC"],
    view_type: viewType(lifecycleStage),
    max_results: maxResults,
    page_token: pageToken,
  };
  return postRequest("experiments/search", json, { what: "search experiments", isRepeatable: true });
}

/** Set a tag of an experiment. */
export function setExperimentTagRequest(experimentId: string, key: string, value: string): MlflowRequest {
  return postRequest("experiments/set-experiment-tag", { experiment_id: experimentId, key, value }, {
    what: `set tag "${key}" of experiment "${experimentId}"`,
    isRepeatable: true,
  });
}

/** A stage in the words of searches. */
export function viewType(stage: LifecycleStage | "all"): string {
  return stage === "all" ? "ALL" : stage === "deleted" ? "DELETED_ONLY" : "ACTIVE_ONLY";
}
