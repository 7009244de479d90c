import assert from "node:assert/strict";
import { describeIssue } from "../../../lib/core/issue.ts";
import { problemsOf, settingsOf } from "../../support/tracking_settings.ts";

Deno.test("parseTrackingSettings() reads the flat layout of kedro-mlflow 0.7, and shows the one of today", async () => {
  const mlflow = `mlflow_tracking_uri: mlruns
credentials: null
disable_tracking: {pipelines: [etl]}
experiment: {name: penguins, create: true}
run: {id: null, name: nightly, nested: true}
hooks:
  node: {flatten_dict_params: true, recursive: false, sep: "-", long_parameters_strategy: truncate}
ui: {port: null, host: null}
`;

  const { experiment, run, params, disabledPipelines, notices } = await settingsOf({ mlflow });

  assert.deepEqual([experiment.name, run.name, disabledPipelines], ["penguins", "nightly", ["etl"]]);
  assert.deepEqual([params.flatten, params.recursive, params.sep, params.longValues], [
    true,
    false,
    "-",
    "truncate",
  ]);
  assert.equal(
    notices[0] && describeIssue(notices[0]),
    `conf/base/mlflow.yml:1:1  conf/base/mlflow.yml is laid out as for kedro-mlflow 0.7. Write it so:
  server:
    mlflow_tracking_uri: "mlruns"
    credentials: null
  tracking:
    disable_tracking:
      pipelines: ["etl"]
    experiment:
      name: "penguins"
    run:
      id: null
      name: "nightly"
      nested: true
    params:
      dict_params:
        flatten: true
        recursive: false
        sep: "-"
      long_params_strategy: "truncate"`,
  );
});

Deno.test("parseTrackingSettings() places what is wrong in the flat layout", async () => {
  const mlflow = `mlflow_tracking_uri: mlruns
hooks:
  node:
    flatten_dict_params: 1
    long_parameters_strategy: drop
    flaten: true
run: 5
`;

  assert.deepEqual(await problemsOf({ mlflow }), [
    "conf/base/mlflow.yml:4:26  tracking.params.dict_params.flatten must be true or false: it is 1",
    'conf/base/mlflow.yml:5:31  tracking.params.long_params_strategy must be "fail", "truncate" or "tag": it is "drop"',
    "conf/base/mlflow.yml:6:5  hooks is not a key of mlflow.yml",
    "conf/base/mlflow.yml:7:1  run is not a key of mlflow.yml",
  ]);
});
