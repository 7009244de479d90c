import assert from "node:assert/strict";
import { problemsOf, settingsOf } from "../../support/tracking_settings.ts";

Deno.test("parseTrackingSettings() takes experiment, run and tags from MLflow's variables where files say nothing", async () => {
  const environ = {
    MLFLOW_EXPERIMENT_NAME: "from env",
    MLFLOW_EXPERIMENT_ID: "7",
    MLFLOW_RUN_ID: "8f3c",
    MLFLOW_RUN_CONTEXT: '{"team": "birds", "n": 1}',
  };

  const { experiment, run } = await settingsOf({ kedge: "tracking: {run: {tags: {n: 2}}}" }, environ);
  const written = await settingsOf({ mlflow: "tracking: {experiment: {name: e}, run: {id: abc}}" }, environ);

  assert.deepEqual([experiment.name, experiment.id, run.id, run.idOnce], [
    "from env",
    "7",
    undefined,
    "8f3c",
  ]);
  assert.deepEqual(run.tags, { team: "birds", n: "2" });
  assert.deepEqual(
    [written.experiment.name, written.experiment.id, written.run.id, written.run.idOnce],
    ["e", undefined, "abc", undefined],
  );
});

Deno.test("parseTrackingSettings() refuses tags in a variable that are none", async () => {
  for (const MLFLOW_RUN_CONTEXT of ["{", "[1]", "5"]) {
    assert.deepEqual(await problemsOf({}, { MLFLOW_RUN_CONTEXT }), [
      'MLFLOW_RUN_CONTEXT  must be tags as a JSON object, such as {"team": "birds"}',
    ]);
  }
});
