import type { DatasetUse } from "../../dataset_use.ts";
import type { MlflowRequest } from "../mlflow_request.ts";
import { toPairs } from "../wire/fields.ts";
import { postRequest } from "./api.ts";

/** Tags of an input under which Kedge keeps what MLflow has no field for. */
export const USE_TAGS = { uri: "kedge.uri", node: "kedge.node", time: "kedge.time" } as const;

// Longer values of such tags are refused.
const LONGEST_TAG = 500;

/** Record which data a run read. MLflow knows no data that a run wrote. What is told again is stored once. */
export function logInputsRequest(runId: string, uses: readonly DatasetUse[]): MlflowRequest {
  const json = { run_id: runId, datasets: uses.map(toInput) };
  return postRequest("runs/log-inputs", json, {
    what: `record data that run "${runId}" read`,
    isRepeatable: true,
  });
}

/** Record that a run read models. */
export function logModelInputsRequest(runId: string, modelIds: readonly string[]): MlflowRequest {
  const json = { run_id: runId, models: modelIds.map((model_id) => ({ model_id })) };
  return postRequest("runs/log-inputs", json, {
    what: `record models that run "${runId}" read`,
    isRepeatable: true,
  });
}

function toInput({ dataset, tags = {}, uri, node, time }: DatasetUse): unknown {
  const { name, digest, sourceType, source, schema, profile } = dataset;
  const ours = { [USE_TAGS.uri]: uri, [USE_TAGS.node]: node, [USE_TAGS.time]: String(time) };
  const known = Object.entries(ours)
    .filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1].length <= LONGEST_TAG);
  return {
    tags: toPairs([...Object.entries(tags), ...known]),
    dataset: { name, digest, source_type: sourceType, source, schema, profile },
  };
}
