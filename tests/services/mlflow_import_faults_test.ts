import assert from "node:assert/strict";
import { type EmbeddedStore, openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { sync } from "../../lib/tracking/replication/sync.ts";
import { importRuns, logArtifact, logMetric, logModel, withRun } from "../../mod.ts";
import { faultProxy } from "../support/fault_proxy.ts";
import type { ProxyFault } from "../support/fault_proxy/fault.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { tempDir } from "../support/temp_dir.ts";

const mlflow = sharedMlflow();

const FAULTS: readonly (readonly [string, ProxyFault])[] = [
  ["fails", { kind: "status", status: 500, body: "busy" }],
  ["shows a page to log in", {
    kind: "status",
    status: 200,
    headers: { "content-type": "text/html" },
    body: "<title>Sign in</title>",
  }],
  ["cuts an answer short", { kind: "cut", after: 5 }],
];
const QUESTIONS = [
  "runs/search",
  "metrics/get-history",
  "mlflow-artifacts/artifacts/",
  "mlflow-artifacts/artifacts?path",
  "logged-models",
  "model-versions",
];

for (const [name, fault] of FAULTS) {
  testWithMlflow(`importRuns() goes on after a server that ${name}, and ends with all of it`, async () => {
    await fillServer();
    const whole = await importedFrom(mlflow().url);

    for (const path of QUESTIONS) {
      await using proxy = await faultProxy(mlflow().url);
      proxy.inject({ path }, fault);

      assert.deepEqual(await importedFrom(proxy.url), whole, path);

      assert.equal(proxy.requests.filter((request) => request.fault !== undefined).length, 1, path);
    }
  });
}

async function fillServer(): Promise<void> {
  await mlflow().clear();
  await using dir = await tempDir();
  const ids: string[] = [];
  for (let number = 0; number < 2; number++) {
    await withRun({ directory: dir.path, experiment: "birds", trackingUri: null }, async (run) => {
      ids.push(run.id);
      for (let step = 0; step < 100; step++) logMetric("loss", number / (step + 1), { step });
      await logArtifact(new Uint8Array(300_000).fill(number), "large.bin");
      await logArtifact(new Uint8Array(3), "folder/small.bin");
      await logModel({ number }, { name: "linear", registeredModelName: "masses" });
    });
  }
  await using store = openEmbeddedStore(dir.path);
  await sync(store, { uri: mlflow().url, runs: ids });
}

/** What a new store holds that imports from a server until that goes well. */
async function importedFrom(uri: string): Promise<unknown> {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await importRuns(store, uri).catch((error) => assert.equal(error.name, "TrackingError", error));
  await importRuns(store, uri);
  return await contentOf(store);
}

async function contentOf(store: EmbeddedStore): Promise<unknown> {
  const { items: runs } = await store.searchRuns({ lifecycleStage: "all" });
  const { items: models } = await store.searchLoggedModels();
  const { items: versions } = await store.searchModelVersions();
  return {
    runs: await Promise.all(runs.map(async ({ info: { runId, status }, params, tags }) => ({
      ...{ runId, status, params, tags },
      loss: await store.getMetricHistory(runId, "loss"),
      artifacts: await store.listArtifacts(runId),
    }))),
    models: await Promise.all(models.map(async ({ name, status, sourceRunId, modelId }) => ({
      ...{ name, status, sourceRunId },
      files: await store.listModelArtifacts(modelId),
    }))),
    versions: versions.map(({ name, version, runId }) => ({ name, version, runId })),
  };
}
