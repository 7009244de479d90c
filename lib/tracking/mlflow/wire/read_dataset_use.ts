import type { DatasetUse } from "../../dataset_use.ts";
import { USE_TAGS } from "../requests/dataset_requests.ts";
import { type Fields, objectOf, optionalText, recordOf, textOf } from "./fields.ts";

/** Data that a run read, of an answer. `startTime` is when the run started: MLflow does not keep when it was read. */
export function readDatasetUse(fields: Fields, startTime: number): DatasetUse {
  const dataset = objectOf(fields, "dataset");
  const { [USE_TAGS.uri]: uri, [USE_TAGS.node]: node, [USE_TAGS.time]: time, ...tags } = recordOf(
    fields,
    "tags",
  );
  return {
    role: "input",
    dataset: {
      name: textOf(dataset, "name"),
      digest: textOf(dataset, "digest"),
      sourceType: textOf(dataset, "source_type"),
      source: textOf(dataset, "source"),
      schema: optionalText(dataset, "schema"),
      profile: optionalText(dataset, "profile"),
    },
    ...Object.keys(tags).length > 0 && { tags },
    ...uri !== undefined && { uri },
    ...node !== undefined && { node },
    time: time === undefined ? startTime : Number(time),
  };
}
