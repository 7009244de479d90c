import assert from "node:assert/strict";
import { defineProject } from "../../../lib/project/define_project.ts";
import { openProject } from "../../../lib/project/open_project.ts";
import { node } from "../../../lib/pipeline/node.ts";
import { pipeline } from "../../../lib/pipeline/pipeline.ts";
import { makeTrackedTypes } from "../../../lib/tracking/datasets/tracked_types.ts";
import { describeIssue } from "../../../lib/core/issue.ts";
import { tempDir } from "../../support/temp_dir.ts";

const PROJECT = defineProject({
  name: "tracked",
  pipelines: { __default__: pipeline(node({ name: "n", inputs: [], outputs: "x", run: () => 1 })) },
});

async function problemsOf(catalog: string): Promise<readonly string[]> {
  await using dir = await tempDir();
  await dir.write({ "conf/base/catalog.yml": catalog });
  try {
    await using _project = await openProject(PROJECT, { root: dir.path });
    return [];
  } catch (error) {
    assert.ok(error instanceof Error && "issues" in error, String(error));
    return (error.issues as Parameters<typeof describeIssue>[0][]).map(describeIssue);
  }
}

Deno.test("tracked datasets have all the names that kedro-mlflow has had for them", async () => {
  const types = makeTrackedTypes({ store: () => assert.fail("No run is looked up") });
  const find = (name: string) =>
    types.find(({ type, aliases }) => type === name || aliases?.includes(name))?.type;

  assert.equal(find("kedro_mlflow.io.metrics.MlflowMetricDataset"), "MlflowMetricDataset");
  assert.equal(
    find("kedro_mlflow.io.metrics.mlflow_metric_history_dataset.MlflowMetricHistoryDataset"),
    "MlflowMetricHistoryDataset",
  );
  assert.equal(find("kedro_mlflow.io.metrics.MlflowMetricsDataSet"), "MlflowMetricsHistoryDataset");
  assert.equal(find("MlflowMetricsDataSet"), "MlflowMetricsHistoryDataset");
  assert.equal(find("kedro_mlflow.io.artifacts.MlflowArtifactDataSet"), "MlflowArtifactDataset");
  assert.equal(
    find("kedro_mlflow.io.artifacts.mlflow_artifact_dataset.MlflowArtifactDataset"),
    "MlflowArtifactDataset",
  );
  assert.deepEqual(
    await problemsOf(`
old: {type: kedro_mlflow.io.artifacts.MlflowArtifactDataSet, data_set: {type: json.JSONDataSet, filepath: a.json}}
old_metrics: {type: kedro_mlflow.io.metrics.MlflowMetricsDataSet, prefix: test}
`),
    [],
  );
});

Deno.test("every mistake in tracked datasets is told at once, with its place and what was likely meant", async () => {
  const problems = await problemsOf(`acc:
  type: MlflowMetricDataset
  keey: accuracy
  save_args: {mode: apend, steps: 1}
typo:
  type: kedro_mlflow.io.metrics.MlflowMetricDatset
his:
  type: MlflowMetricHistoryDataset
  key: a$b
  load_args: {mode: drop}
mm:
  type: MlflowMetricsHistoryDataset
  prefix: [a]
  run_id: 7
rep:
  type: MlflowArtifactDataset
  artifact_path: ../up
  load: {runid: x}
  log_only: true
  dataset: {type: jsn, filepath: data/rep.json, versioned: true}
bare:
  type: MlflowArtifactDataset
both:
  type: MlflowArtifactDataset
  dataset: {type: json, filepath: a.json}
  data_set: {type: json, filepath: a.json}
"{name}_art":
  type: MlflowArtifactDataset
  dataset: {type: json, filepth: "{name}.json"}
`);

  assert.deepEqual(problems, [
    'conf/base/catalog.yml:3:3  acc.keey is not an option of MlflowMetricDataset. Did you mean "key"?',
    'conf/base/catalog.yml:4:21  acc.save_args.mode must be "overwrite" or "append": it is "apend". Did you mean "append"?',
    'conf/base/catalog.yml:4:28  acc.save_args.steps is not an option of MlflowMetricDataset. Did you mean "step"?',
    'conf/base/catalog.yml:6:9  typo.type is "kedro_mlflow.io.metrics.MlflowMetricDatset": no such dataset type. Did you mean "kedro_mlflow.io.metrics.MlflowMetricDataset"?',
    'conf/base/catalog.yml:9:8  his.key is "a$b": the name of a metric may hold letters, digits, "_", "-", ".", " ", ":" and "/" only',
    'conf/base/catalog.yml:10:21  his.load_args.mode must be "list", "dict" or "history": it is "drop"',
    "conf/base/catalog.yml:13:11  mm.prefix must be text: it is a list",
    "conf/base/catalog.yml:14:11  mm.run_id must be text: it is 7",
    'conf/base/catalog.yml:17:18  rep.artifact_path must be a folder such as "reports": it must not contain the segment ".."',
    'conf/base/catalog.yml:18:10  rep.load.runid is not an option of MlflowArtifactDataset. Did you mean "run_id"?',
    "conf/base/catalog.yml:19:13  rep.log_only cannot be true for a versioned dataset: each run is a version of its own",
    'conf/base/catalog.yml:20:19  rep.dataset.type is "jsn": no such dataset type. Did you mean "json"?',
    "conf/base/catalog.yml:21:1  bare.dataset is missing: it must be a map, the entry of the dataset to log",
    "conf/base/catalog.yml:26:13  both.data_set is the old name of dataset: write one of them",
    "conf/base/catalog.yml:29:3  {name}_art.dataset.filepath is missing: it must be text",
    'conf/base/catalog.yml:29:25  {name}_art.dataset.filepth is not an option of json. Did you mean "filepath"?',
  ]);
});

Deno.test("the dataset types of tracking are loaded for catalogs that name them, in patterns and in code too", async () => {
  await using dir = await tempDir();
  const acc = { type: "MlflowMetricDataset" };
  await dir.write({ "conf/base/catalog.yml": '"{name}_art": {type: "Mlflow{name}Dataset"}\n' });

  await using project = await openProject({ ...PROJECT, catalog: { acc } }, { root: dir.path });

  const catalog = project.catalog();
  assert.deepEqual(catalog.check(["acc", "Metric_art"]), []);
});

Deno.test("every mistake in datasets of models is told at once, modules of flavours among them", async () => {
  const problems = await problemsOf(`forest:
  type: MlflowModelTrackingDataset
  flavor: jsn
  load_args: {model_uri: birds}
  save_args: {nam: x}
bare:
  type: kedro_mlflow.io.models.MlflowModelLoggerDataSet
folder:
  type: MlflowModelLocalFileSystemDataset
  flavor: ./flavors/absent.ts
  pyfunc_workflow: python
registered:
  type: MlflowModelRegistryDataset
  model_name: birds/1
  alias: champion
  stage_or_version: 1
python:
  type: MlflowModelTrackingDataset
  flavor: mlflow.sklearn
"{name}_model":
  type: MlflowModelTrackingDataset
  flavor: ./flavors/{name}.ts
`);

  assert.deepEqual(problems.map((line) => line.replace(/"\/[^"]*\/flavors/, '"ROOT/flavors')), [
    'conf/base/catalog.yml:3:11  forest.flavor is "jsn": no such flavor. Did you mean "json"?; known are json, v8 and onnx, and a module such as ./flavors/forest.ts',
    'conf/base/catalog.yml:4:26  forest.load_args.model_uri: Cannot find model "birds": wanted models:/<name>/<version>, models:/<name>/latest, models:/<name>@<alias>, models:/<id> or runs:/<run>/<path>',
    'conf/base/catalog.yml:5:15  forest.save_args.nam is not an option of MlflowModelTrackingDataset. Did you mean "name"?',
    "conf/base/catalog.yml:6:1  bare.flavor is missing: it must be text",
    "conf/base/catalog.yml:8:1  folder.filepath is missing: it must be text",
    'conf/base/catalog.yml:10:11  folder.flavor is "./flavors/absent.ts": cannot load module "./flavors/absent.ts": "ROOT/flavors/absent.ts" does not exist',
    'conf/base/catalog.yml:11:20  folder.pyfunc_workflow must be "python_model" or "loader_module": it is "python". Did you mean "python_model"?',
    'conf/base/catalog.yml:14:15  registered.model_name must be the name alone, without "/", ":" and "@"',
    "conf/base/catalog.yml:15:10  registered.alias cannot be given together with stage_or_version: write one of them",
  ]);
});
