import assert from "node:assert/strict";
import {
  defineProject,
  node,
  openProject,
  pipeline,
  type Project,
  type ProjectDefinition,
} from "../../mod.ts";
import { git } from "../support/git.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const CANARY = "canary-5d41402a";

const scale = node({
  name: "scale",
  inputs: ["numbers", "params:factor"],
  outputs: "scaled",
  run: (numbers: number[], factor: number) => numbers.map((number) => number * factor),
});
const SCALING: ProjectDefinition = {
  name: "scaling",
  pipelines: { __default__: pipeline([scale]) },
  catalog: {
    numbers: { type: "json", filepath: "numbers.json" },
    scaled: { type: "json", filepath: "out/scaled.json" },
    unused: { type: "json", filepath: "unused.json" },
  },
  parameters: { factor: 2, api: { pin: CANARY, my_password: CANARY, url: `https://ada:${CANARY}@host/x` } },
};

Deno.test("Project.run() keeps what the run was made from: request, configuration, graph and environment", async () => {
  await using dir = await tempDir();
  await dir.write({ "deno.lock": '{"version":"5","specifiers":{"npm:zod@4":"4.1.0"}}' });
  await using project = await open(dir);

  const { runId } = await project.run({ filter: { toNodes: ["scale"] }, runTags: { team: "birds" } });

  const snapshots = await project.store().getSnapshots(runId);
  assert.deepEqual(JSON.parse(snapshots["request.json"] ?? ""), {
    env: "local",
    experiment: "scaling",
    filter: { toNodes: ["scale"] },
    pipelines: ["__default__"],
    runTags: { team: "birds" },
    runtimeParams: {},
  });
  const configuration = JSON.parse(snapshots["configuration.json"] ?? "");
  assert.deepEqual(configuration.catalog, {
    numbers: { filepath: "numbers.json", type: "json" },
    scaled: { filepath: "out/scaled.json", type: "json" },
  });
  assert.equal(configuration.parameters.factor, 2);
  assert.deepEqual(JSON.parse(snapshots["graph.json"] ?? ""), [{
    inputs: ["numbers", "params:factor"],
    name: "scale",
    namespace: null,
    outputs: ["scaled"],
    tags: [],
  }]);
  const environment = JSON.parse(snapshots["environment.json"] ?? "");
  assert.equal(environment.deno, Deno.version.deno);
  assert.deepEqual(environment.dependencies, { "npm:zod@4": "4.1.0" });
  assert.match(snapshots["deno.lock"] ?? "", /^\{"version":"5"/);
  assert.equal(snapshots["git.diff"], undefined);
});

Deno.test("Project.run() keeps no secrets in what the run was made from, also under names that the user adds", async () => {
  await using dir = await tempDir();
  await dir.write({ "conf/base/kedge.yml": "tracking: {params: {redact: ['*pin*']}}" });
  await using project = await open(dir);

  const { runId } = await project.run({ runTags: { my_token: CANARY } });

  const snapshots = await project.store().getSnapshots(runId);
  assert.ok(!JSON.stringify(snapshots).includes(CANARY), JSON.stringify(snapshots));
  assert.match(snapshots["configuration.json"] ?? "", /"url": "https:\/\/\*\*\*@host\/x"/);
});

Deno.test("Project.run() stores what runs share once", async () => {
  await using dir = await tempDir();
  await using project = await open(dir);

  const first = await project.run();
  const second = await project.run();

  const [a, b] = await Promise.all([first, second].map(({ runId }) => project.store().getSnapshots(runId)));
  assert.deepEqual(a, b);
});

Deno.test("Project.run() with lineage off keeps nothing of that", async () => {
  await using dir = await tempDir();
  await dir.write({ "conf/base/kedge.yml": "tracking: {lineage: false}" });
  await using project = await open(dir);

  const { runId } = await project.run();

  assert.deepEqual(await project.store().getSnapshots(runId), {});
  assert.deepEqual(await project.store().getDatasetUses(runId), []);
});

Deno.test("Project.run() with git_diff keeps how tracked files differ from the last commit", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/kedge.yml": "tracking: {git_diff: true}",
    "code.ts": "before\n",
    "other.txt": "",
  });
  await git(dir.path, "init", "-q");
  await git(dir.path, "add", "code.ts");
  await git(dir.path, "commit", "-q", "-m", "first");
  await dir.write({ "code.ts": `after\npassword=${CANARY}\n`, "other.txt": "untracked" });
  await using project = await open(dir);

  const { runId } = await project.run();

  const diff = (await project.store().getSnapshots(runId))["git.diff"] ?? "";
  assert.match(diff, /-before\n\+after\n\+password=\*\*\*/);
  assert.ok(!diff.includes("untracked") && !diff.includes(CANARY));
});

Deno.test("Project.run() with git_diff keeps no more than the first million characters of it", async () => {
  await using dir = await tempDir();
  await dir.write({ "conf/base/kedge.yml": "tracking: {git_diff: true}", "table.csv": "" });
  await git(dir.path, "init", "-q");
  await git(dir.path, "add", "table.csv");
  await git(dir.path, "commit", "-q", "-m", "first");
  await dir.write({ "table.csv": "0123456789\n".repeat(150_000) });
  await using project = await open(dir);

  const { runId, status } = await project.run();

  const diff = (await project.store().getSnapshots(runId))["git.diff"] ?? "";
  assert.equal(status, "finished");
  assert.equal(diff.length, 1_000_000 + "\n… cut off".length);
  assert.match(diff, /\n… cut off$/);
});

Deno.test("Project.run() with system_metrics logs processors and memory under MLflow's names", async () => {
  await using dir = await tempDir();
  await dir.write({ "conf/base/kedge.yml": "tracking: {system_metrics: true}" });
  await using project = await open(dir);

  const { runId } = await project.run();

  const run = await project.store().getRun(runId);
  assert.deepEqual(Object.keys(run?.metrics ?? {}).filter((key) => !key.includes("cpu")), [
    "system/system_memory_usage_megabytes",
    "system/system_memory_usage_percentage",
  ]);
  const { value = 0 } = run?.metrics["system/system_memory_usage_percentage"] ?? {};
  assert.ok(value > 0 && value <= 100);
});

Deno.test("Project.run() records the data of its files", async () => {
  await using dir = await tempDir();
  await using project = await open(dir);

  const { runId } = await project.run();

  const uses = await project.store().getDatasetUses(runId);
  assert.deepEqual(uses.map(({ role, uri, node }) => [role, uri, node]), [
    ["input", "numbers.json", "scale"],
    ["output", "out/scaled.json", "scale"],
  ]);
});

async function open(dir: TempDir): Promise<Project> {
  await dir.write({ "numbers.json": "[1, 2, 3]" });
  return await openProject(defineProject(SCALING), { root: dir.path });
}
