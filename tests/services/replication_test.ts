import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { sync } from "../../lib/tracking/replication/sync.ts";
import { logArtifact, logMetric, logModel, logParams, setTag, withRun } from "../../mod.ts";
import { dumpMlflow } from "../support/mlflow_dump.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { assertSameOnServer } from "../support/same_on_server.ts";
import { tempDir } from "../support/temp_dir.ts";

const mlflow = sharedMlflow();

testWithMlflow("sync() copies all that a run recorded, and Python reads it", async () => {
  await mlflow().clear();
  await using dir = await tempDir();
  const logged = await withRun({ directory: dir.path, experiment: "birds", name: "första" }, async (run) => {
    logParams({ trees: 100, note: "häst 🐴", empty: "" });
    for (let step = 0; step < 20_000; step++) {
      logMetric("loss", step % 1000 === 7 ? NaN : 1 / (step + 1), { step });
    }
    logMetric("edge", Infinity, { step: -3 });
    logMetric("edge", -Infinity, { step: 5 });
    setTag("team", "birds");
    setTag("mlflow.note.content", "A **first** try");
    run.recordInput?.({
      name: "penguins",
      digest: "8f3c",
      sourceType: "local",
      source: '{"uri":"a.csv"}',
      schema: undefined,
      profile: '{"num_rows":3}',
      context: "training",
      uri: "a.csv",
    }, "train");
    await logArtifact(new TextEncoder().encode("hello"), "plots/ä b+c&d=(1).txt");
    await logArtifact(new Uint8Array(), "empty.bin");
    await withRun({ name: "inner" }, () => logMetric("loss", 1));
    return await logModel({ weights: [1] }, {
      name: "linear",
      registeredModelName: "masses",
      params: { depth: 3 },
      tags: { kind: "ä" },
    });
  });
  await using store = openEmbeddedStore(dir.path);
  await store.updateRegisteredModel("masses", { description: "Of penguins" });
  await store.setRegisteredModelTag("masses", "team", "birds");
  await store.updateModelVersion("masses", "1", { description: "The first" });
  await store.setModelVersionTag("masses", "1", ["checked", "yes"]);
  await store.setModelAlias("masses", "champion", "1");
  const { items } = await store.searchRuns();

  const report = await sync(store, { uri: mlflow().url, runs: items.map(({ info }) => info.runId) });

  assert.deepEqual([report.unfinished, report.reason, report.runs], [[], undefined, 2]);
  const dump = await dumpMlflow(mlflow());
  await assertSameOnServer(store, dump);
  assert.equal(dump.experiments["birds"]?.["mlflow.experimentKind"], "custom_model_development");
  const [model] = dump.models;
  assert.equal(model?.tags["kedge.model.id"], logged?.modelId);
  assert.equal(model?.tags["kind"], "ä");
  const { tags, ...version } = dump.registered["masses"]?.versions[0] ?? {};
  assert.deepEqual(version, {
    version: "1",
    source: `models:/${model?.id}`,
    run: dump.runs.find(({ name }) => name === "första")?.run_id,
    description: "The first",
    stage: "None",
  });
  assert.equal(tags?.["checked"], "yes");
  const { versions: _, ...registered } = dump.registered["masses"] ?? {};
  assert.deepEqual(registered, {
    description: "Of penguins",
    tags: { team: "birds" },
    aliases: { champion: "1" },
  });
});

testWithMlflow("sync() copies what changed since, and nothing twice", async () => {
  await mlflow().clear();
  await using dir = await tempDir();
  const runId = await withRun({ directory: dir.path, experiment: "birds" }, async (run) => {
    logMetric("loss", 1, { step: 5 });
    setTag("old", "1");
    await logArtifact(new TextEncoder().encode("first"), "a.txt");
    return run.id;
  });
  await using store = openEmbeddedStore(dir.path);
  const copy = () => sync(store, { uri: mlflow().url, runs: [runId] });
  await copy();

  await store.logBatch(runId, {
    // Before, between and after what was sent.
    metrics: [4, 5, 6].map((step) => ({ key: "loss", value: step, step, timestamp: 1 })),
    params: [["late", "1"]],
    tags: [["mlflow.runName", "renamed"]],
  });
  await store.deleteTag(runId, "old");
  await store.writeArtifact(runId, "a.txt", new TextEncoder().encode("second"));
  const second = await copy();
  const third = await copy();

  assert.deepEqual([second.unfinished, third.unfinished, third.sent], [[], [], 0]);
  await assertSameOnServer(store, await dumpMlflow(mlflow()));
  await store.deleteRun(runId);
  await copy();
  await assertSameOnServer(store, await dumpMlflow(mlflow()));
  await store.restoreRun(runId);
  await copy();
  await assertSameOnServer(store, await dumpMlflow(mlflow()));
});

testWithMlflow(
  "sync() tells the server of all points that a model takes over, however many share its step",
  async () => {
    await mlflow().clear();
    await using dir = await tempDir();
    const runId = await withRun({ directory: dir.path }, async (run) => {
      const metrics = Array.from(
        { length: 2500 },
        (_, i) => ({ key: "loss", step: 0, timestamp: i, value: i / 7 }),
      );
      run.write({ metrics });
      await logModel({}, { name: "linear", step: 0 });
      return run.id;
    });
    await using store = openEmbeddedStore(dir.path);

    const { unfinished } = await sync(store, { uri: mlflow().url, runs: [runId] });

    assert.deepEqual(unfinished, []);
    using database = new DatabaseSync(join(mlflow().folder, "mlflow.db"), { readOnly: true });
    const row = database.prepare(
      "SELECT count(*) AS points, count(DISTINCT metric_timestamp_ms) AS times FROM logged_model_metrics",
    ).get();
    assert.deepEqual({ ...row }, { points: 2500, times: 2500 });
  },
);
