import assert from "node:assert/strict";
import { runCli } from "../../../cli/run_cli.ts";
import { openEmbeddedStore, type Run } from "../../../mod.ts";
import { fakeCli } from "../../support/fake_cli.ts";
import { type } from "../../support/typed_command.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const NOON = new Date(2026, 10, 24, 12).getTime();
const MINUTE = 60_000;
const IDS = ["8f3c12ab", "91d0ff02", "0a77c3e4"].map((start) => start.padEnd(32, "0"));
const NAMES = ["shining-auk-417", "brave-tern-52", "calm-eider-880"];

Deno.test("kedge runs list --filter shows the runs that meet its conditions, in the order asked for", async () => {
  await using dir = await folderWithRuns();

  const { code, stdout, stderr } = await type(dir.path, [
    "runs",
    "list",
    "--filter",
    "metrics.loss < 3 AND params.lr LIKE '0.%'",
    "--order-by",
    "metrics.loss DESC,params.`a,b`",
    "--columns",
    "run,loss",
  ]);

  assert.deepEqual([code, stderr()], [0, ""]);
  assert.deepEqual(words(stdout()).slice(2), [["calm-eider-880", "2"], ["brave-tern-52", "1"]]);
});

Deno.test("kedge runs list --filter shows what is wrong, in place", async () => {
  await using dir = await folderWithRuns();

  const { code, stdout, stderr } = await type(dir.path, ["runs", "list", "--filter", "metrcs.loss < 3"]);

  assert.deepEqual([code, stdout()], [2, ""]);
  assert.equal(
    stderr(),
    `✗ Cannot search runs: runs have no "metrcs" here; known: metrics, params, tags, datasets, attributes. Did you mean "metrics"? (position 1)
    metrcs.loss < 3
    ^^^^^^
`,
  );
});

Deno.test("kedge runs list tells that no run meets the filter, and that there are more in this order", async () => {
  await using dir = await folderWithRuns();

  const none = await type(dir.path, ["runs", "list", "--filter", "metrics.loss > 99"]);
  const some = await type(dir.path, ["runs", "list", "--order-by", "metrics.loss", "--limit", "1"]);

  assert.equal(none.stdout(), "No such runs\n");
  assert.match(some.stdout(), /brave-tern-52[^]*… more runs: --limit 2/);
});

Deno.test("kedge runs restore says that no run is deleted, also of the latest one", async () => {
  await using dir = await folderWithRuns();

  const { code, stderr } = await type(dir.path, ["runs", "restore", "@latest"]);

  assert.deepEqual([code, stderr()], [2, '✗ Cannot find run "@latest": no run is deleted\n']);
});

Deno.test("kedge runs delete, list --all and restore take a run away and bring it back", async () => {
  await using dir = await folderWithRuns();

  const deleted = await type(dir.path, ["runs", "delete", "brave-tern-52", "0a77"]);
  assert.equal(deleted.code, 0, deleted.stderr());
  assert.equal(
    deleted.stdout(),
    `  deleted 2 runs: brave-tern-52, calm-eider-880\n  undo: deno task kedge runs restore ${IDS[1]} ${
      IDS[2]
    }\n`,
  );

  const list = await type(dir.path, ["runs", "list", "--columns", "run"]);
  assert.deepEqual(words(list.stdout()).slice(2), [["shining-auk-417"]]);
  const all = await type(dir.path, ["runs", "list", "--all", "--columns", "run,status"]);
  assert.deepEqual(words(all.stdout()).slice(2), [
    ["shining-auk-417", "finished"],
    ["brave-tern-52", "finished, deleted"],
    ["calm-eider-880", "finished, deleted"],
  ]);

  const restored = await type(dir.path, ["runs", "restore", "brave-tern-52", "--json"]);
  assert.deepEqual(JSON.parse(restored.stdout()), {
    runs: [{ runId: IDS[1], runName: "brave-tern-52" }],
    action: "restored",
  });
  assert.equal((await runNamed(dir, "brave-tern-52"))?.info.lifecycleStage, "active");
});

Deno.test("kedge runs delete touches nothing when one of the runs is not there", async () => {
  await using dir = await folderWithRuns();

  const { code, stderr } = await type(dir.path, ["runs", "delete", "brave-tern-52", "brave-turn-52"]);

  assert.equal(code, 2);
  assert.equal(
    stderr(),
    '✗ Cannot find run "brave-turn-52": no run has this name or id. Did you mean "brave-tern-52"?\n',
  );
  assert.equal((await runNamed(dir, "brave-tern-52"))?.info.lifecycleStage, "active");
});

Deno.test("kedge runs restore says that no run is deleted", async () => {
  await using dir = await folderWithRuns();

  const { code, stderr } = await type(dir.path, ["runs", "restore", "brave-tern-52"]);

  assert.deepEqual([code, stderr()], [2, '✗ Cannot find run "brave-tern-52": no run is deleted\n']);
});

Deno.test("kedge runs tag sets and removes tags", async () => {
  await using dir = await folderWithRuns();

  const set = await type(dir.path, ["runs", "tag", "@latest", "team=birds", "formula=a=b"]);
  assert.equal(
    set.stdout(),
    "  shining-auk-417  team = birds\n  shining-auk-417  formula = a=b\n",
    set.stderr(),
  );
  const removed = await type(dir.path, ["runs", "tag", "@latest", "--remove", "team"]);
  assert.equal(removed.stdout(), "  shining-auk-417  team removed\n");

  const run = await runNamed(dir, "shining-auk-417");
  assert.deepEqual([run?.tags["team"], run?.tags["formula"]], [undefined, "a=b"]);
});

Deno.test("kedge runs tag refuses what is no tag, and a tag that is not there", async () => {
  await using dir = await folderWithRuns();

  const cases = [
    [["@latest", "team"], 'A tag is given as KEY=VALUE: found "team"'],
    [["@latest"], "Nothing to do: give tags as KEY=VALUE, or --remove KEY"],
    [["@latest", "--remove", "nope"], `Run "${IDS[0]}" has no tag "nope"`],
    [
      ["@latest", "a//b=c"],
      'Cannot log tag "a//b" of run "shining-auk-417": its name must be a plain relative path such as "train/loss"',
    ],
  ] as const;
  for (const [args, message] of cases) {
    const { code, stderr } = await type(dir.path, ["runs", "tag", ...args]);
    assert.deepEqual([code, stderr()], [2, `✗ ${message}\n`]);
  }
});

Deno.test("kedge runs note writes, prints and removes a note, which runs show shows", async () => {
  await using dir = await folderWithRuns();

  await type(dir.path, ["runs", "note", "@latest", "Try with", "more trees"]);
  assert.equal((await type(dir.path, ["runs", "note", "@latest"])).stdout(), "  Try with more trees\n");
  assert.match(
    (await type(dir.path, ["runs", "show", "@latest"])).stdout(),
    /\n\n {2}Try with more trees\n\n/,
  );
  assert.equal((await runNamed(dir, "shining-auk-417"))?.tags["mlflow.note.content"], "Try with more trees");

  const removed = await type(dir.path, ["runs", "note", "@latest", ""]);
  assert.equal(removed.stdout(), "  shining-auk-417 has no note\n");
});

Deno.test("kedge runs rename gives a run another name", async () => {
  await using dir = await folderWithRuns();

  const { stdout } = await type(dir.path, ["runs", "rename", "brave-tern-52", "baseline"]);

  assert.equal(stdout(), "  brave-tern-52 → baseline\n");
  assert.equal((await runNamed(dir, "baseline"))?.info.runId, IDS[1]);
  assert.equal((await type(dir.path, ["runs", "rename", "baseline", " "])).code, 2);
});

Deno.test("kedge runs purge shows what it would remove, and removes it with --yes only", async () => {
  await using dir = await folderWithRuns();
  await type(dir.path, ["runs", "delete", "brave-tern-52"]);

  const shown = await type(dir.path, ["runs", "purge"]);
  assert.equal(shown.code, 0, shown.stderr());
  assert.match(shown.stdout(), /brave-tern-52 +\S.* +91d0ff02/);
  assert.match(
    shown.stdout(),
    / {2}would remove 1 run · 1 point · 1 artifact, 4\.9 kB\n {2}to do it: deno task kedge runs purge --yes\n$/,
  );
  assert.ok(await exists(dir.join(`.kedge/artifacts/0/${IDS[1]}/artifacts/plots/confusion.svg`)));

  const done = await type(dir.path, ["runs", "purge", "--yes"]);
  assert.match(done.stdout(), / {2}removed 1 run · 1 point · 1 artifact, 4\.9 kB\n$/);
  assert.equal(await runNamed(dir, "brave-tern-52"), undefined);
  assert.equal(await exists(dir.join(`.kedge/artifacts/0/${IDS[1]}/artifacts/plots/confusion.svg`)), false);
  assert.equal((await type(dir.path, ["runs", "purge"])).stdout(), "  Nothing to purge: no run is deleted\n");
});

Deno.test("kedge runs purge --older-than leaves what was deleted lately", async () => {
  await using dir = await folderWithRuns();
  await type(dir.path, ["runs", "delete", "brave-tern-52"]);

  const { stdout } = await type(dir.path, ["runs", "purge", "--older-than", "9999d", "--yes", "--json"]);
  const wrong = await type(dir.path, ["runs", "purge", "--older-than", "soon"]);

  assert.deepEqual(JSON.parse(stdout()).runs, []);
  assert.deepEqual([wrong.code, wrong.stderr()], [
    2,
    '✗ Flag --older-than must be a number and d, h, m or s, such as 30d: found "soon"\n',
  ]);
});

Deno.test("kedge runs show --follow prints what a run logs until it ends", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const id = "f".repeat(32);
  store.insertRun(id, { experimentId: "0", runName: "steady-owl-1", startTime: NOON });
  store.writeNodes(id, [{ node: "train", status: "running", startTime: NOON }]);
  const cli = fakeCli({ args: ["runs", "show", "@latest", "--follow"], cwd: dir.path });
  const done = runCli(cli.context);
  await until(() => cli.stdout().includes("▸ train"));

  store.write(id, { metrics: [{ key: "loss", value: 0.5, step: 3, timestamp: NOON }] });
  store.writeLogLines(id, [{ time: NOON, level: "warn", node: "train", message: "slow" }]);
  cli.tick(500);
  await until(() => cli.stdout().includes("loss 0.5 (step 3)"));
  store.writeNodes(id, [{ node: "train", status: "done", startTime: NOON, duration: 1500 }]);
  store.finishRun(id, { status: "FINISHED", endTime: NOON + 2000 });
  cli.tick(500);

  assert.equal(await done, 0);
  assert.match(
    cli.stdout(),
    /^run steady-owl-1\n {2}▸ train\n {2}12:00:00 warn train: slow\n {2}loss 0\.5 \(step 3\)\n {2}✓ train {2}1\.5 s\nfinished\n\nrun steady-owl-1 · finished/,
  );
});

Deno.test("kedge runs show --follow stops when it is asked to", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  store.insertRun("f".repeat(32), { experimentId: "0", runName: "steady-owl-1", startTime: NOON });
  const cli = fakeCli({ args: ["runs", "show", "@latest", "--follow"], cwd: dir.path });
  const done = runCli(cli.context);
  await until(() => cli.stdout().includes("run steady-owl-1"));

  let code: number | undefined;
  done.then((result) => code = result);
  await until(() => {
    // It listens while it waits.
    cli.interrupt();
    return code !== undefined;
  });

  assert.equal(await done, 130);
});

async function folderWithRuns(): Promise<TempDir> {
  const dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  for (const [index, runId] of IDS.entries()) {
    const startTime = NOON - index * MINUTE;
    store.insertRun(runId, { experimentId: "0", runName: NAMES[index], startTime });
    store.write(runId, {
      params: [["lr", index === 0 ? "1" : `0.${index}`]],
      metrics: [{ key: "loss", value: index === 0 ? 3 : index, step: 0, timestamp: NOON }],
    });
    if (index === 1) await store.writeArtifact(runId, "plots/confusion.svg", new Uint8Array(4900));
    store.finishRun(runId, { status: "FINISHED", endTime: startTime + 1000 });
  }
  return dir;
}

async function runNamed(dir: TempDir, name: string): Promise<Run | undefined> {
  await using store = openEmbeddedStore(dir.path);
  return (await store.searchRuns({ runName: name, lifecycleStage: "all" })).items[0];
}

function words(text: string): string[][] {
  return text.trimEnd().split("\n").map((line) => line.trim().split(/ {2,}/));
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 2000 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(condition());
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
