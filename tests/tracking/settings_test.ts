import assert from "node:assert/strict";
import { loadConfig } from "../../lib/config/load_config.ts";
import { ConfigError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { parseTrackingSettings, type TrackingSettings } from "../../lib/tracking/settings.ts";
import { tempDir } from "../support/temp_dir.ts";

/** The settings of a project with these files. */
async function settingsOf(
  files: { readonly mlflow?: string; readonly kedge?: string },
): Promise<TrackingSettings> {
  await using dir = await tempDir();
  await dir.write({ "conf/base/mlflow.yml": files.mlflow ?? "", "conf/base/kedge.yml": files.kedge ?? "" });
  return parseTrackingSettings(await loadConfig({ root: dir.path }));
}

async function problemsOf(files: { readonly mlflow?: string; readonly kedge?: string }): Promise<string[]> {
  const error = await settingsOf(files).then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof ConfigError);
  return error.issues.map(describeIssue);
}

Deno.test("parseTrackingSettings() reads the names of experiment and run, and the durability", async () => {
  const mlflow = "tracking:\n  experiment:\n    name: penguins\n  run:\n    name: nightly\n";

  assert.deepEqual(await settingsOf({ mlflow, kedge: "tracking: {durability: full}" }), {
    experiment: "penguins",
    runName: "nightly",
    durability: "full",
  });
});

Deno.test("parseTrackingSettings() has an answer where nothing is written", async () => {
  const nothing = { experiment: undefined, runName: undefined, durability: "normal" };

  assert.deepEqual(parseTrackingSettings(), nothing);
  assert.deepEqual(await settingsOf({}), nothing);
  assert.deepEqual(await settingsOf({ mlflow: "tracking: {run: {name: ''}}" }), nothing);
  assert.deepEqual(await settingsOf({ mlflow: "tracking: {run: {name: ~}}" }), nothing);
});

Deno.test("parseTrackingSettings() refuses every key that it does not honour, with its place", async () => {
  const mlflow = `server:
  mlflow_tracking_uri: http://localhost:5000
tracking:
  experiment:
    name: penguins
    restore_if_deleted: true
  run:
    nmae: nightly
  params:
    long_params_strategy: tag
ui: {port: "5000"}
`;

  assert.deepEqual(await problemsOf({ mlflow, kedge: "tracking:\n  durabilty: full\n  on_error: fail\n" }), [
    "conf/base/mlflow.yml:1:1  server is not supported yet",
    "conf/base/mlflow.yml:6:5  tracking.experiment.restore_if_deleted is not supported yet",
    'conf/base/mlflow.yml:8:5  tracking.run.nmae is not supported yet. Did you mean "name"?',
    "conf/base/mlflow.yml:9:3  tracking.params is not supported yet",
    "conf/base/mlflow.yml:11:1  ui is not supported yet",
    'conf/base/kedge.yml:2:3  tracking.durabilty is not a key of kedge.yml. Did you mean "durability"?',
    "conf/base/kedge.yml:3:3  tracking.on_error is not a key of kedge.yml",
  ]);
});

Deno.test("parseTrackingSettings() says what was wanted and found", async () => {
  const mlflow = "tracking: {experiment: {name: 5}, run: nightly}";

  assert.deepEqual(await problemsOf({ mlflow, kedge: "tracking: {durability: ful}" }), [
    "conf/base/mlflow.yml:1:31  tracking.experiment.name must be text: it is 5",
    'conf/base/mlflow.yml:1:40  tracking.run must be a map: it is "nightly"',
    'conf/base/kedge.yml:1:24  tracking.durability must be "normal" or "full": it is "ful". Did you mean "full"?',
  ]);
  assert.deepEqual(await problemsOf({ mlflow: "tracking:\n" }), [
    "conf/base/mlflow.yml:1:9  tracking must be a map: it is null",
  ]);
});
