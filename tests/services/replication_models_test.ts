import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { sync } from "../../lib/tracking/replication/sync.ts";
import { importRuns, logMetric, logModel, withRun } from "../../mod.ts";
import { dumpMlflow } from "../support/mlflow_dump.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { tempDir } from "../support/temp_dir.ts";

const mlflow = sharedMlflow();

testWithMlflow(
  "sync() copies all metrics of the step at which a model was made, however many there are",
  async () => {
    await mlflow().clear();
    await using dir = await tempDir();
    const runId = await withRun({ directory: dir.path, trackingUri: null }, async (run) => {
      for (let i = 0; i < 2500; i++) {
        logMetric("loss", i, { timestamp: 1_700_000_000_000 + Math.floor(i / 2) });
      }
      await logModel({ weights: [1] }, { name: "linear" });
      return run.id;
    });
    await using store = openEmbeddedStore(dir.path);

    const { unfinished } = await sync(store, { uri: mlflow().url, runs: [runId] });

    assert.deepEqual(unfinished, []);
    using database = new DatabaseSync(`${mlflow().folder}/mlflow.db`, { readOnly: true });
    const ofModel = database.prepare(
      "SELECT metric_value FROM logged_model_metrics ORDER BY metric_timestamp_ms",
    );
    // The server has room for one point of a model at a step and time.
    assert.deepEqual(
      ofModel.all().map((row) => row["metric_value"]),
      Array.from({ length: 1250 }, (_, i) => 2 * i + 1),
    );
    assert.equal((await dumpMlflow(mlflow())).runs[0]?.metrics["loss"]?.length, 2500);
  },
);

testWithMlflow("sync() copies a run that was imported from a server, as one of this store", async () => {
  await mlflow().clear();
  await using dir = await tempDir();
  await using other = await tempDir();
  const runId = await withRun(
    { directory: dir.path, experiment: "birds", trackingUri: null },
    async (run) => {
      logMetric("loss", 1);
      await logModel({ weights: [1] }, { name: "linear", registeredModelName: "masses" });
      return run.id;
    },
  );
  await using store = openEmbeddedStore(dir.path);
  await sync(store, { uri: mlflow().url, runs: [runId] });
  await using second = openEmbeddedStore(other.path);
  const { imported: [run] } = await importRuns(second, mlflow().url);
  await mlflow().clear();

  const { unfinished } = await sync(second, { uri: mlflow().url, runs: [run?.runId ?? ""] });

  assert.deepEqual(unfinished, []);
  const dump = await dumpMlflow(mlflow());
  assert.deepEqual(dump.runs.map(({ tags, status }) => [tags["kedge.run.id"], status]), [[
    run?.runId,
    "FINISHED",
  ]]);
  const [model] = (await second.searchLoggedModels()).items;
  assert.deepEqual(dump.models.map(({ tags }) => tags["kedge.model.id"]), [model?.modelId]);
  assert.equal(dump.registered["masses"]?.versions.length, 1);
});
