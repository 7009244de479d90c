import { checkDatasetUse } from "../limits.ts";
import type { TrackingStore } from "../tracking_store.ts";
import type { MlflowConnection } from "./connection.ts";
import { logInputsRequest } from "./requests/dataset_requests.ts";
import { requireRun } from "./runs.ts";
import { listOf, objectOf } from "./wire/fields.ts";
import { readDatasetUse } from "./wire/read_dataset_use.ts";
import { readRun } from "./wire/read_run.ts";

/** The part of a store that is about data which runs read. */
export type DatasetUsePart = Pick<TrackingStore, "logInputs" | "getDatasetUses">;

// As many as the server takes.
const MOST_AT_ONCE = 1000;

/** Data that the runs of a server read. */
export function datasetUsePart(connection: MlflowConnection): DatasetUsePart {
  return {
    async logInputs(runId, uses) {
      for (const use of uses) checkDatasetUse(use);
      const inputs = uses.filter(({ role }) => role === "input");
      for (let at = 0; at < inputs.length; at += MOST_AT_ONCE) {
        await connection.send(logInputsRequest(runId, inputs.slice(at, at + MOST_AT_ONCE)));
      }
      if (inputs.length === 0) await requireRun(connection, runId);
    },
    async getDatasetUses(runId) {
      const run = await requireRun(connection, runId);
      const { info: { startTime } } = readRun(run);
      return listOf(objectOf(run, "inputs"), "dataset_inputs").map((input) =>
        readDatasetUse(input, startTime)
      );
    },
  };
}
