import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { importRuns } from "../../../lib/tracking/transfer_runs.ts";
import { tempDir } from "../../support/temp_dir.ts";

const ID = "8f3c".padEnd(32, "0");

Deno.test("importRuns() imports what MLflow's file store wrote, and follows no link", async () => {
  await using dir = await tempDir();
  await dir.write({
    "secret.txt": "secret",
    "mlruns/0/meta.yaml": "experiment_id: '0'\nname: Default\nlifecycle_stage: active\n",
    "mlruns/41/meta.yaml": "experiment_id: '41'\nname: birds\nlifecycle_stage: active\n",
    [`mlruns/41/${ID}/meta.yaml`]:
      `artifact_uri: file:///x\nend_time: 1700000009000\nexperiment_id: '41'\nlifecycle_stage: active\nrun_id: ${ID}\nrun_name: auk\nstart_time: 1700000000000\nstatus: 4\nuser_id: ada\n`,
    [`mlruns/41/${ID}/params/lr`]: "0.1",
    [`mlruns/41/${ID}/metrics/train/loss`]:
      "1700000000123 0.5 1\n1700000000124 nan 2\n1700000000125 1e-07 3\n",
    [`mlruns/41/${ID}/tags/mlflow.user`]: "ada",
    [`mlruns/41/${ID}/artifacts/plots/a.txt`]: "hello",
    [`mlruns/41/${ID}/inputs/i1/meta.yaml`]:
      "source_type: DATASET\nsource_id: d1\ntags:\n  mlflow.data.context: training\n",
    "mlruns/41/datasets/d1/meta.yaml":
      "name: penguins\ndigest: abc\nsource_type: local\nsource: '{}'\nschema: '{}'\nprofile: '{}'\n",
    "mlruns/41/ffff/meta.yaml":
      "experiment_id: '41'\nlifecycle_stage: deleted\nrun_id: ffff\nrun_name: gone\nstart_time: 1\nstatus: 3\n",
  });
  await Deno.symlink(dir.join("secret.txt"), dir.join(`mlruns/41/${ID}/artifacts/link.txt`));
  await using store = openEmbeddedStore(dir.path);

  const report = await importRuns(store, dir.join("mlruns"));

  assert.deepEqual([report.kind, report.imported, report.artifacts], [
    "a folder of MLflow",
    [{ runId: ID, runName: "auk" }],
    1,
  ]);
  const run = await store.getRun(ID);
  assert.deepEqual([run?.info.status, run?.info.userId, run?.info.endTime], ["FAILED", "ada", 1700000009000]);
  assert.deepEqual(run?.params, { lr: "0.1" });
  const history = await store.getMetricHistory(ID, "train/loss");
  assert.deepEqual(history.map(({ value, step }) => [value, step]), [[0.5, 1], [NaN, 2], [1e-7, 3]]);
  assert.deepEqual((await store.listArtifacts(ID)).map(({ path }) => path), ["plots/a.txt"]);
  const found = await store.searchRuns({
    filter: "datasets.context = 'training' AND datasets.name = 'penguins'",
  });
  assert.equal(found.items.length, 1);
  assert.equal((await store.getExperimentByName("birds"))?.experimentId, run?.info.experimentId);
});

Deno.test("importRuns() imports what MLflow's database holds, and does not change it", async () => {
  await using dir = await tempDir();
  await dir.write({ [`mlartifacts/1/${ID}/artifacts/a.txt`]: "hello" });
  const path = dir.join("mlflow.db");
  makeMlflowDb(path);
  const before = await Deno.readFile(path);
  await using store = openEmbeddedStore(dir.path);

  const report = await importRuns(store, path);

  assert.deepEqual([report.kind, report.imported.length, report.artifacts], ["a database of MLflow", 1, 1]);
  const run = await store.getRun(ID);
  assert.deepEqual([run?.info.runName, run?.info.status], ["auk", "FINISHED"]);
  assert.deepEqual({ ...run?.params }, { lr: "0.1" });
  const history = await store.getMetricHistory(ID, "loss");
  assert.deepEqual(history.map(({ value }) => value), [0.5, NaN, Infinity]);
  assert.equal((await store.getDatasetUses(ID))[0]?.tags?.["mlflow.data.context"], "training");
  assert.deepEqual(await Deno.readFile(path), before);
});

Deno.test("importRuns() leaves a database alone whose write-ahead log a process left behind", async () => {
  await using dir = await tempDir();
  const names = ["mlflow.db", "mlflow.db-wal"];
  {
    using writer = new DatabaseSync(dir.join("live.db"));
    writer.exec("PRAGMA journal_mode = WAL");
    makeMlflowDb(dir.join("live.db"));
    writer.exec("UPDATE runs SET name = 'late'");
    await Deno.copyFile(dir.join("live.db"), dir.join("mlflow.db"));
    await Deno.copyFile(dir.join("live.db-wal"), dir.join("mlflow.db-wal"));
  }
  const before = await Promise.all(names.map((name) => Deno.readFile(dir.join(name))));
  await using store = openEmbeddedStore(dir.path);

  const report = await importRuns(store, dir.join("mlflow.db"));

  assert.deepEqual(report.imported.map(({ runName }) => runName), ["late"]);
  const after = await Promise.all(names.map((name) => Deno.readFile(dir.join(name))));
  assert.deepEqual(after, before);
});

Deno.test("importRuns() says that a database is none of MLflow, and that a file is not there", async () => {
  await using dir = await tempDir();
  using other = new DatabaseSync(dir.join("other.db"));
  other.exec("CREATE TABLE theirs (x)");
  await using store = openEmbeddedStore(dir.path);

  await assert.rejects(
    importRuns(store, dir.join("other.db")),
    /is no database of MLflow 3, as it has no table experiments/,
  );
  await assert.rejects(importRuns(store, dir.join("nope")), {
    name: "TrackingError",
    message: /it does not exist$/,
  });
});

// The tables of MLflow that are read, as MLflow 3 makes them.
function makeMlflowDb(path: string): void {
  using database = new DatabaseSync(path);
  database.exec(`
    CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name TEXT, artifact_location TEXT, lifecycle_stage TEXT);
    CREATE TABLE runs (run_uuid TEXT PRIMARY KEY, name TEXT, user_id TEXT, status TEXT, start_time INTEGER, end_time INTEGER,
      lifecycle_stage TEXT, artifact_uri TEXT, experiment_id INTEGER);
    CREATE TABLE metrics (key TEXT, value DOUBLE, timestamp INTEGER, run_uuid TEXT, step INTEGER, is_nan BOOLEAN);
    CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT);
    CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT);
    CREATE TABLE datasets (dataset_uuid TEXT, experiment_id INTEGER, name TEXT, digest TEXT, dataset_source_type TEXT,
      dataset_source TEXT, dataset_schema TEXT, dataset_profile TEXT);
    CREATE TABLE inputs (input_uuid TEXT, source_type TEXT, source_id TEXT, destination_type TEXT, destination_id TEXT, step INTEGER);
    CREATE TABLE input_tags (input_uuid TEXT, name TEXT, value TEXT);
    INSERT INTO experiments VALUES (1, 'birds', '', 'active');
    INSERT INTO runs VALUES ('${ID}', 'auk', 'ada', 'FINISHED', 1000, 2000, 'active', 'mlflow-artifacts:/1/${ID}/artifacts', 1),
      ('gone', 'gone', 'ada', 'FINISHED', 1000, 2000, 'deleted', NULL, 1);
    INSERT INTO metrics VALUES ('loss', 0.5, 1, '${ID}', 0, 0), ('loss', 0, 2, '${ID}', 1, 1),
      ('loss', 1.7976931348623157e308, 3, '${ID}', 2, 0);
    INSERT INTO params VALUES ('lr', '0.1', '${ID}');
    INSERT INTO tags VALUES ('mlflow.user', 'ada', '${ID}');
    INSERT INTO datasets VALUES ('d1', 1, 'penguins', 'abc', 'local', '{}', '{}', '{}');
    INSERT INTO inputs VALUES ('i1', 'DATASET', 'd1', 'RUN', '${ID}', 0);
    INSERT INTO input_tags VALUES ('i1', 'mlflow.data.context', 'training');
  `);
}
