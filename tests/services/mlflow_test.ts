import assert from "node:assert/strict";
import { connectMlflow } from "../../lib/tracking/mlflow/connection.ts";
import { parseMlflowSettings } from "../../lib/tracking/mlflow/mlflow_settings.ts";
import { logBatchRequest, splitEntries } from "../../lib/tracking/mlflow/requests/entry_requests.ts";
import { createRunRequest, getRunRequest } from "../../lib/tracking/mlflow/requests/run_requests.ts";
import { fieldsOf, objectOf } from "../../lib/tracking/mlflow/wire/fields.ts";
import { readRun } from "../../lib/tracking/mlflow/wire/read_run.ts";
import { startMlflow, testWithMlflow } from "../support/mlflow_server.ts";

testWithMlflow(
  "a run is made, written to and read on a real server of MLflow, also after it was killed",
  async () => {
    await using server = await startMlflow();
    await using connection = connectMlflow(parseMlflowSettings(server.url));
    const ask = async (request: Parameters<typeof connection.send>[0]) =>
      fieldsOf(await connection.send(request));

    const made = await ask(createRunRequest({ experimentId: "0", startTime: 1000, tags: { team: "birds" } }));
    const { info: { runId } } = readRun(objectOf(made, "run"));
    const metrics = Array.from(
      { length: 2500 },
      (_, step) => ({ key: "loss", value: NaN, step, timestamp: 1 }),
    );
    for (const piece of splitEntries({ params: [["trees", "100"]], metrics })) {
      await connection.send(logBatchRequest(runId, piece));
    }
    await server.kill();
    const gone = await connection.attempt(getRunRequest(runId));
    await server.restart();
    const run = readRun(objectOf(await ask(getRunRequest(runId)), "run"));

    assert.equal(gone.kind, "later");
    assert.equal(run.info.startTime, 1000);
    assert.deepEqual(run.params, { trees: "100" });
    assert.deepEqual(run.metrics["loss"], { key: "loss", value: NaN, step: 2499, timestamp: 1 });
  },
);
