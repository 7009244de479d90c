import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../../mod.ts";
import { type } from "../../support/typed_command.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const NOON = new Date(2026, 10, 24, 12).getTime();
const MINUTE = 60_000;
const IDS = ["8f3c12ab", "91d0ff02", "0a77c3e4"].map((start) => start.padEnd(32, "0"));

/** A folder with three runs: one that finished, one that failed, one of another experiment. */
async function folderWithRuns(): Promise<TempDir> {
  const dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const penguins = await store.createExperiment("penguins");
  const other = await store.createExperiment("other");
  const [first = "", second = "", third = ""] = IDS;
  store.insertRun(third, {
    experimentId: other,
    runName: "calm-eider-880",
    startTime: NOON - 26 * 60 * MINUTE,
  });
  store.finishRun(third, { status: "FINISHED", endTime: NOON - 26 * 60 * MINUTE + 1900 });
  store.insertRun(second, { experimentId: penguins, runName: "brave-tern-52", startTime: NOON - 9 * MINUTE });
  store.write(second, { params: [["model.trees", "100"], ["seed", "7"]] });
  store.finishRun(second, {
    status: "FAILED",
    endTime: NOON - 9 * MINUTE + 400,
    tags: {
      "kedge.error.message": 'Node "train" failed: No species',
      "kedge.error.node": "train",
      "kedge.error.stack": `TypeError: No species\n    at train (file://${dir.path}/pipelines/train.ts:4:1)`,
    },
  });
  store.insertRun(first, {
    experimentId: penguins,
    runName: "shining-auk-417",
    startTime: NOON - 2 * MINUTE,
    tags: { team: "birds" },
  });
  store.write(first, {
    params: [["model.trees", "50"], ["seed", "7"]],
    metrics: [
      { key: "accuracy", value: 0.98217, step: 0, timestamp: NOON },
      ...[3, 2, 1].map((value, step) => ({ key: "loss", value, step, timestamp: NOON })),
    ],
  });
  store.writeNodes(first, [{ node: "clean", status: "done", startTime: NOON, duration: 12 }]);
  await store.writeArtifact(first, "plots/confusion.svg", new Uint8Array(4900));
  store.finishRun(first, { status: "FINISHED", endTime: NOON - 2 * MINUTE + 2100 });
  return dir;
}

Deno.test("kedge runs list shows the newest runs first, with what decides and what differs", async () => {
  await using dir = await folderWithRuns();

  const { code, stdout, stderr } = await type(dir.path, ["runs", "list", "--experiment", "penguins"]);

  assert.deepEqual([code, stderr()], [0, ""]);
  assert.equal(
    stdout(),
    `  run              status    started     took  failed at  accuracy  loss  model.trees
  ───────────────────────────────────────────────────────────────────────────────────
  shining-auk-417  finished  2 min ago  2.1 s                0.982     1           50
  brave-tern-52    failed    9 min ago  0.4 s  train             –     –          100
`,
  );
});

Deno.test("kedge runs list names the experiment where there are several", async () => {
  await using dir = await folderWithRuns();

  const { stdout } = await type(dir.path, ["runs", "list", "--limit", "3"]);

  assert.match(stdout(), /^ {2}run +status +started +took +experiment/);
  assert.match(stdout(), /calm-eider-880 +finished +yesterday +1\.9 s +other/);
});

Deno.test("kedge runs list shows the columns asked for", async () => {
  await using dir = await folderWithRuns();

  const { stdout } = await type(dir.path, [
    "runs",
    "list",
    "--columns",
    "id,params.seed,loss,team,experiment,user",
    "--limit",
    "1",
  ]);

  assert.deepEqual(stdout().split("\n").map((line) => line.trim().split(/ {2,}/)).slice(0, 3), [
    ["id", "seed", "loss", "team", "experiment", "user"],
    [stdout().split("\n")[1]?.trim()],
    [IDS[0], "7", "1", "birds", "penguins"],
  ]);
});

Deno.test("kedge runs list tells which columns a narrow terminal has no room for", async () => {
  await using dir = await folderWithRuns();

  const { stdout } = await type(dir.path, ["runs", "list", "--experiment", "penguins"], { columns: 50 });

  const lines = stdout().split("\n");
  assert.ok(lines.every((line) => line.length <= 50));
  assert.equal(lines[4], "  … 4 columns more: failed at, accuracy, loss,");
  assert.equal(lines[5], "    model.trees (--columns to choose)");
});

Deno.test("kedge runs list tells that there are older runs", async () => {
  await using dir = await folderWithRuns();

  const { stdout } = await type(dir.path, ["runs", "list", "--limit", "1"]);

  assert.match(stdout(), /\n {2}… older runs: --limit 2\n$/);
});

Deno.test("kedge runs list --status finds runs that ended so", async () => {
  await using dir = await folderWithRuns();

  const { stdout } = await type(dir.path, ["runs", "list", "--status", "failed", "--json"]);

  const { runs } = JSON.parse(stdout()) as { runs: { runName: string; status: string }[] };
  assert.deepEqual(runs.map(({ runName, status }) => [runName, status]), [["brave-tern-52", "failed"]]);
});

Deno.test.each([
  [["--columns", "run,acuracy"], 'There is no column "acuracy" in these runs. Did you mean "accuracy"?'],
  [["--experiment", "penguin"], 'There is no experiment "penguin". Did you mean "penguins"?'],
  [["--limit", "x"], 'Flag --limit must be a whole number of at least 1: found "x"'],
])("kedge runs list %s is wrong use", async (flags, message) => {
  await using dir = await folderWithRuns();

  const { code, stderr } = await type(dir.path, ["runs", "list", ...flags]);

  assert.deepEqual([code, stderr()], [2, `✗ ${message}\n`]);
});

Deno.test("kedge runs list of a project without runs says how to make one, and makes nothing", async () => {
  await using dir = await tempDir();
  await dir.write({ "kedge.ts": "throw new Error('not loaded');" });

  const { code, stdout } = await type(dir.path, ["runs", "list"]);

  assert.deepEqual([code, stdout()], [0, "No runs yet. Make one with: deno task kedge run\n"]);
  assert.deepEqual([...Deno.readDirSync(dir.path)].map(({ name }) => name), ["kedge.ts"]);
});

Deno.test("kedge runs list outside of any project says so", async () => {
  await using dir = await tempDir();

  const { code, stderr } = await type(dir.path, ["runs", "list"]);

  assert.equal(code, 2);
  assert.match(
    stderr(),
    /^✗ No project in ".*" or above it: .* Make one with: deno task kedge new my-project\n$/,
  );
});

Deno.test("kedge runs finds the runs of a script, which has no kedge.ts, from a folder below", async () => {
  await using dir = await folderWithRuns();
  await dir.write({ "deep/down/x.txt": "" });

  const { code, stdout } = await type(dir.join("deep/down"), ["runs", "show", "@latest"]);

  assert.equal(code, 0);
  assert.match(stdout(), /^run shining-auk-417/);
});

Deno.test("kedge runs show tells all that is known of a run", async () => {
  await using dir = await folderWithRuns();

  const { code, stdout } = await type(dir.path, ["runs", "show", "8f3c"]);

  assert.equal(code, 0);
  assert.equal(
    stdout(),
    `run shining-auk-417 · finished                                                   experiment penguins
  id        ${IDS[0]}
  started   2026-11-24 11:58:00 (2 min ago)
  took      2.1 s

  params
    model.trees  50
    seed         7

  metrics
    accuracy       0.982
    loss               1  █▅▁  3 steps

  artifacts
    plots/confusion.svg      4.9 kB
    in .kedge/artifacts/${artifactFolder(dir)}

  nodes
    ✓ clean       12 ms

  tags
    team  birds
`,
  );
});

Deno.test("kedge runs show of a failed run shows the error, its node and where it was thrown", async () => {
  await using dir = await folderWithRuns();

  const { stdout } = await type(dir.path, ["runs", "show", "brave-tern-52"]);

  assert.match(
    stdout(),
    /\n {2}✗ Node "train" failed: No species\n {4}at train \(pipelines\/train\.ts:4:1\)\n/,
  );
});

Deno.test("kedge runs show --json holds histories, nodes and artifacts", async () => {
  await using dir = await folderWithRuns();

  const { stdout } = await type(dir.path, ["runs", "show", "@latest", "--json"]);

  const json = JSON.parse(stdout());
  assert.deepEqual(json.history.loss.map(({ value }: { value: number }) => value), [3, 2, 1]);
  assert.deepEqual(json.nodes.map(({ node }: { node: string }) => node), ["clean"]);
  assert.deepEqual(json.artifacts.map(({ path }: { path: string }) => path), ["plots/confusion.svg"]);
});

Deno.test("kedge runs show of an unknown run suggests the one that was meant", async () => {
  await using dir = await folderWithRuns();

  const { code, stderr } = await type(dir.path, ["runs", "show", "shining-auk-471"]);

  assert.equal(code, 2);
  assert.match(stderr(), /^✗ Cannot find run "shining-auk-471": .*Did you mean "shining-auk-417"\?\n$/);
});

Deno.test("kedge runs compare shows what differs first and counts what does not", async () => {
  await using dir = await folderWithRuns();

  const { code, stdout } = await type(dir.path, ["runs", "compare", "@latest", "brave-tern-52"]);

  assert.equal(code, 0);
  assert.equal(
    stdout(),
    `                 shining-auk-417  brave-tern-52  difference
  ───────────────────────────────────────────────────────────
  params
    model.trees               50            100
    1 equal
  metrics
    accuracy               0.982              –
    loss                       1              –
  run
    status              finished         failed
    started            2 min ago      9 min ago
    took                   2.1 s          0.4 s
    id                  8f3c12ab       91d0ff02
`,
  );
});

Deno.test("kedge runs compare --json gives values in the order of the runs", async () => {
  await using dir = await folderWithRuns();

  const { stdout } = await type(dir.path, ["runs", "compare", "@latest", "@previous", "--json"]);

  const json = JSON.parse(stdout());
  assert.deepEqual(json.params, [{ key: "model.trees", values: ["50", "100"] }]);
  assert.deepEqual(json.metrics[0], { key: "accuracy", values: [0.98217, null], difference: null });
  assert.deepEqual(json.runs.map(({ runId }: { runId: string }) => runId), IDS.slice(0, 2));
});

Deno.test("kedge runs marks a run whose process died as killed", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const experimentId = store.ensureExperiment("penguins");
  const runId = IDS[0] ?? "";
  const lock = store.holdRun(runId);
  store.insertRun(runId, { experimentId, runName: "lost-gull-1", startTime: NOON });

  const before = await type(dir.path, ["runs", "list"]);
  lock?.abandon();
  const after = await type(dir.path, ["runs", "show", "lost-gull-1"]);

  assert.match(before.stdout(), /lost-gull-1 +running/);
  assert.match(after.stdout(), /^run lost-gull-1 · killed · its process died/);
});

function artifactFolder(dir: TempDir): string {
  const [experiment] = [...Deno.readDirSync(dir.join(".kedge/artifacts"))];
  return `${experiment?.name}/${IDS[0]}/artifacts`;
}
