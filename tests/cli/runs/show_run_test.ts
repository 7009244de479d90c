import assert from "node:assert/strict";
import {
  logLine,
  logMetric,
  logModel,
  logParam,
  openEmbeddedStore,
  readModel,
  withRun,
} from "../../../mod.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { type } from "../../support/typed_command.ts";

const ID = /[0-9a-f]{32}/g;

Deno.test("kedge runs show lists the models that a run made and loaded, and what they are registered as", async () => {
  await using dir = await tempDir();
  const directory = dir.path;
  const made = await withRun({ directory, name: "train" }, async () => {
    await logModel({ w: 1 }, { name: "draft" });
    return await logModel({ w: 2 }, { name: "forest", registeredModelName: "birds" });
  });
  await using store = openEmbeddedStore(directory);
  await store.setModelAlias("birds", "champion", made!.version!);
  const reader = await withRun({ directory, name: "predict" }, (run) => run);
  await store.logRunModels(reader.id, [{ modelId: made!.modelId, role: "input", step: 0 }]);

  const train = await type(dir.path, ["runs", "show", "train"]);
  const predict = await type(dir.path, ["runs", "show", "predict"]);
  const json = JSON.parse((await type(dir.path, ["runs", "show", "train", "--json"])).stdout());

  assert.deepEqual(await readModel(store, made!.uri), { w: 2 });
  assert.match(
    train.stdout().replaceAll(ID, "#"),
    /\n {2}models\n {4}wrote draft {3}m-#\n {4}wrote forest {2}m-# · birds 1 @champion\n/,
  );
  assert.match(
    predict.stdout().replaceAll(ID, "#"),
    /\n {2}models\n {4}read {2}forest {2}m-# · birds 1 @champion\n/,
  );
  assert.deepEqual(
    json.models.map(({ role, name, versions }: Record<string, unknown>) => [
      ...[role, name],
      (versions as { version: string }[]).map(({ version }) => version),
    ]),
    [["output", "draft", []], ["output", "forest", ["1"]]],
  );
});

Deno.test("kedge runs show names the runs inside a run, and the one around it", async () => {
  await using dir = await tempDir();
  const directory = dir.path;
  await withRun({ directory, name: "outer" }, async () => {
    for (const name of ["first", "second"]) await withRun({ directory, name }, () => {});
    await assert.rejects(withRun({ directory, name: "third" }, () => Promise.reject(new Error("no"))));
  });

  const outer = await type(dir.path, ["runs", "show", "outer"]);
  const inner = await type(dir.path, ["runs", "show", "first"]);
  const json = JSON.parse((await type(dir.path, ["runs", "show", "outer", "--json"])).stdout());

  assert.match(
    outer.stdout(),
    /\n {2}runs inside\n {4}first {3}[0-9a-f]{8} · finished · .*\n {4}second {2}.*\n {4}third {3}[0-9a-f]{8} · failed · /,
  );
  assert.match(inner.stdout(), new RegExp(`\\n  inside    outer \\(${json.runId.slice(0, 8)}\\)\\n`));
  assert.equal(json.runsInside.length, 3);
});

Deno.test("kedge runs show ends with the log of the run, the newest lines of a long one", async () => {
  await using dir = await tempDir();
  const directory = dir.path;
  await withRun({ directory, name: "short" }, () => logLine("Parameter is cut", { level: "warn" }));
  await withRun({ directory, name: "long" }, () => {
    for (let i = 0; i < 25; i++) logLine(`line ${i}`);
  });

  const short = await type(dir.path, ["runs", "show", "short"]);
  const long = await type(dir.path, ["runs", "show", "long"]);

  assert.match(short.stdout(), /\n {2}log\n {4}warn {2}Parameter is cut\n$/);
  assert.match(long.stdout(), /\n {2}log\n {4}info {2}line 5\n[^]*line 24\n {4}… 5 lines before: --json\n$/);
});

Deno.test("kedge runs show counts the steps of a metric, and its points where one step has several", async () => {
  await using dir = await tempDir();
  await withRun({ directory: dir.path, name: "run" }, () => {
    logParam("a", 1);
    for (const step of [0, 1, 2]) logMetric("loss", step, { step });
    for (const value of [1, 2]) logMetric("accuracy", value, { step: 0 });
  });

  const { stdout } = await type(dir.path, ["runs", "show", "run"]);

  assert.match(stdout(), /accuracy {2,}2 {2}▁█ {2}2 points\n {4}loss {2,}2 {2}▁▅█ {2}3 steps\n/);
});

Deno.test("kedge runs show of a run whose process died shows the node that was at work as stopped", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const experimentId = await store.createExperiment("e");
  const id = "a".repeat(32);
  store.insertRun(id, { experimentId, runName: "dead" });
  store.writeNodes(id, [{ node: "train", status: "running", startTime: Date.now() }]);

  const running = await type(dir.path, ["runs", "show", "dead"]);
  store.finishRun(id, { status: "KILLED" });
  const { stdout } = await type(dir.path, ["runs", "show", "dead"]);

  assert.match(running.stdout(), /\n {2}nodes\n {4}▸ train\n/);
  assert.match(stdout(), /\n {2}nodes\n {4}■ train\n/);
});

Deno.test("kedge runs compare shows values and difference on the narrowest terminal", async () => {
  await using dir = await tempDir();
  for (const [index, name] of ["run-with-quite-a-long-name-3", "run-with-quite-a-long-name-4"].entries()) {
    await withRun({ directory: dir.path, name }, () => {
      logParam("param.with.quite.a.long.name", index);
      logMetric("loss", index);
    });
  }

  for (const columns of [100, 60, 40]) {
    const { stdout } = await type(
      dir.path,
      ["runs", "compare", "run-with-quite-a-long-name-3", "run-with-quite-a-long-name-4"],
      { columns },
    );
    const lines = stdout().trimEnd().split("\n");
    assert.match(lines.find((line) => line.includes("loss")) ?? "", /loss +0 +1 +−1 +▼$/, `${columns}`);
    assert.match(lines.find((line) => line.includes("pa") && / 0 /.test(line)) ?? "", / 0 +1$/, `${columns}`);
    assert.ok(lines.every((line) => line.length <= columns + 4), `${columns}`);
  }
});
