import type { Experiment, LifecycleStage, Metric, Run, RunStatus } from "../../entities.ts";
import { type Fields, listOf, numberOf, objectOf, optionalNumber, recordOf, textOf } from "./fields.ts";

/** An experiment of an answer. */
export function readExperiment(fields: Fields): Experiment {
  return {
    experimentId: textOf(fields, "experiment_id"),
    name: textOf(fields, "name"),
    artifactLocation: textOf(fields, "artifact_location"),
    lifecycleStage: stageOf(fields),
    creationTime: numberOf(fields, "creation_time"),
    lastUpdateTime: numberOf(fields, "last_update_time"),
    tags: recordOf(fields, "tags"),
  };
}

/** A run of an answer. */
export function readRun(fields: Fields): Run {
  const info = objectOf(fields, "info");
  const data = objectOf(fields, "data");
  return {
    info: {
      runId: textOf(info, "run_id"),
      runName: textOf(info, "run_name"),
      experimentId: textOf(info, "experiment_id"),
      status: textOf(info, "status") as RunStatus, // the words are MLflow's
      startTime: numberOf(info, "start_time"),
      endTime: optionalNumber(info, "end_time"),
      artifactUri: textOf(info, "artifact_uri"),
      userId: textOf(info, "user_id"),
      lifecycleStage: stageOf(info),
    },
    params: recordOf(data, "params"),
    metrics: Object.fromEntries(
      listOf(data, "metrics").map(readMetric).map((metric) => [metric.key, metric]),
    ),
    tags: recordOf(data, "tags"),
  };
}

/** A point of a metric of an answer. */
export function readMetric(fields: Fields): Metric {
  return {
    key: textOf(fields, "key"),
    value: readValue(numberOf(fields, "value")),
    step: numberOf(fields, "step"),
    timestamp: numberOf(fields, "timestamp"),
  };
}

// The server's database has no infinities, and keeps the largest numbers for them.
function readValue(value: number): number {
  return Math.abs(value) === Number.MAX_VALUE ? Math.sign(value) * Infinity : value;
}

function stageOf(fields: Fields): LifecycleStage {
  return fields.lifecycle_stage === "deleted" ? "deleted" : "active";
}
