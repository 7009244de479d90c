import assert from "node:assert/strict";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ROOT } from "../../../tasks/process.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";
import { type } from "../../support/typed_command.ts";

Deno.test("kedge runs lineage knows artifacts of every kind, and from which run one was read", async () => {
  await using dir = await trackedProject();
  await type(dir.path, ["run", "--pipeline", "make", "--run-name", "first"]);
  await type(dir.path, ["run", "--pipeline", "read", "--run-name", "reader"]);

  const asked = [
    ["file", "out/file.json"],
    ["versions", "out/versions.json"],
    ["parts", "out/parts"],
    ["part", "out/parts/a.json"],
    ["folder of a model", "out/model"],
    ["file of a model", "out/model/model.json"],
    ["log_only by name", "only"],
    ["log_only by its file", await onlyFile(dir, "only.json")],
    ["log_only folder by name", "only_parts"],
  ];
  for (const [what, reference = ""] of asked) {
    const { code, stdout, stderr } = await type(dir.path, ["runs", "lineage", reference, "--json"]);
    assert.equal(code, 0, `${what}: ${stderr()}`);
    const { origin, target, readers } = JSON.parse(stdout());
    assert.deepEqual([what, target.state, origin.run.runName], [what, "same", "first"]);
    assert.deepEqual([what, readers[0]?.run.runName], [what, "reader"]);
  }
  const { datasets, runId } = JSON.parse(
    (await type(dir.path, ["runs", "show", "reader", "--json"])).stdout(),
  );
  const { runId: first } = JSON.parse((await type(dir.path, ["runs", "show", "first", "--json"])).stdout());
  const uris = Object.fromEntries(
    datasets.map((use: { dataset: { name: string; sourceType: string }; uri: string }) => [
      use.dataset.name,
      [use.dataset.sourceType, use.uri],
    ]),
  );
  assert.notEqual(runId, first);
  assert.deepEqual(uris["old_versions"], ["runs", `runs:/${first}/versions.json`]);
  assert.deepEqual(uris["old_parts"], ["runs", `runs:/${first}/parts`]);
  assert.deepEqual(uris["file"], ["local", "out/file.json"]);
});

Deno.test("kedge runs lineage finds an artifact by its address in a run, and says when none is known", async () => {
  await using dir = await trackedProject();
  await type(dir.path, ["run", "--pipeline", "make", "--run-name", "first"]);
  const { runId } = JSON.parse((await type(dir.path, ["runs", "show", "first", "--json"])).stdout());

  const known = await type(dir.path, ["runs", "lineage", `runs:/${runId}/only.json`]);
  const unknown = await type(dir.path, ["runs", "lineage", `runs:/${runId}/other.json`]);

  assert.match(known.stdout(), /^runs:\/[^]*\n {2}made by first [^]*node make/);
  assert.match(unknown.stderr(), /no run has read or written such an artifact\n$/);
});

Deno.test("kedge runs lineage goes on through the models that a run loaded", async () => {
  await using dir = await trackedProject();
  await type(dir.path, ["run", "--pipeline", "make", "--run-name", "first"]);
  await type(dir.path, ["run", "--pipeline", "predict", "--run-name", "predicting"]);

  const { stdout } = await type(dir.path, ["runs", "lineage", "predictions"]);

  for (const name of ["logged", "birds"]) {
    assert.match(stdout(), /\n {4}model logged · m-[0-9a-f]{12}\n {6}made by first /, name);
  }
  assert.match(stdout(), /made by first [^]*\n {6}from\n {8}raw {2}/);
});

Deno.test("kedge runs rerun does not take artifacts that stand beside no file for missing ones", async () => {
  await using dir = await trackedProject();
  await type(dir.path, ["run", "--pipeline", "make", "--run-name", "first"]);
  await type(dir.path, ["run", "--pipeline", "read"]);

  const { stdout, stderr } = await type(dir.path, ["runs", "rerun", "@latest", "--dry-run"]);

  assert.deepEqual([stdout(), stderr()], ["  Nothing differs from then\n", ""]);
});

/** A project whose datasets are artifacts, models and folders of them. */
async function trackedProject(): Promise<TempDir> {
  const dir = await tempDir();
  const names = ["file", "versions", "parts", "local_model", "only", "only_parts", "logged"];
  await dir.write({
    "kedge.ts": `
import { defineProject, node, pipeline } from ${JSON.stringify(pathToFileURL(`${ROOT}mod.ts`).href)};
const made = ["f", "v", { a: [1], b: [2] }, { w: 1 }, "o", { c: [3] }, { w: 2 }];
const make = node({ name: "make", inputs: "raw", outputs: ${JSON.stringify(names)}, run: () => made });
const read = node({
  name: "read",
  inputs: ["file", "old_versions", "old_parts", "local_model", "old_only", "old_only_parts"],
  run: () => {},
});
const predict = node({ name: "predict", inputs: ["old_model", "birds"], outputs: "predictions", run: () => [1] });
export default defineProject({
  name: "penguins",
  pipelines: {
    __default__: pipeline([make]),
    make: pipeline([make]),
    read: pipeline([read]),
    predict: pipeline([predict]),
  },
});
`,
    "conf/base/catalog.yml": `
_json: &json { type: json, filepath: out/file.json }
raw: { type: json, filepath: data/raw.json }
file: { type: MlflowArtifactDataset, dataset: *json }
versions: { type: MlflowArtifactDataset, dataset: { type: json, filepath: out/versions.json, versioned: true } }
parts: &parts
  type: MlflowArtifactDataset
  dataset: { type: partitioned, path: out/parts, dataset: json, filename_suffix: .json }
local_model: { type: MlflowModelLocalFileSystemDataset, filepath: out/model, flavor: json }
only: &only { type: MlflowArtifactDataset, log_only: true, dataset: { type: json, filepath: out/only.json } }
only_parts: &only_parts
  type: MlflowArtifactDataset
  log_only: true
  dataset: { type: partitioned, path: out/only_parts, dataset: json, filename_suffix: .json }
logged: { type: MlflowModelTrackingDataset, flavor: json, save_args: { registered_model_name: birds } }
old_versions:
  type: MlflowArtifactDataset
  load: { run_id: first }
  dataset: { type: json, filepath: out/versions.json, versioned: true }
old_parts: { <<: *parts, load: { run_id: first } }
old_only: { <<: *only, load: { run_id: first } }
old_only_parts: { <<: *only_parts, load: { run_id: first } }
old_model: { type: MlflowModelTrackingDataset, flavor: json, run_id: first, save_args: { name: logged } }
birds: { type: MlflowModelRegistryDataset, model_name: birds }
predictions: { type: json, filepath: out/predictions.json }
`,
    "data/raw.json": "[1, 2]",
  });
  return dir;
}

async function onlyFile(dir: TempDir, name: string): Promise<string> {
  const { artifactsAt } = JSON.parse((await type(dir.path, ["runs", "show", "first", "--json"])).stdout());
  return `${fileURLToPath(artifactsAt)}/${name}`;
}
