import assert from "node:assert/strict";
import { createCatalog } from "../../../lib/catalog/create_catalog.ts";
import { node } from "../../../lib/pipeline/node.ts";
import { pipeline } from "../../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../../lib/runner/run_pipeline.ts";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { currentRun } from "../../../lib/tracking/logging/current_run.ts";
import { logMetric, logParam } from "../../../lib/tracking/logging/log_entries.ts";
import { logText } from "../../../lib/tracking/logging/log_text.ts";
import { withRun } from "../../../lib/tracking/logging/with_run.ts";
import { startRun } from "../../../lib/tracking/start_run.ts";
import { captureDeno, ROOT } from "../../../tasks/process.ts";
import { serveFiles } from "../../../tasks/static_server.ts";
import { recordedRun } from "../../support/recorded_run.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("logging functions reach the run and the node that calls them, with nodes at the same time", async () => {
  const run = recordedRun();
  const nodes = Array.from({ length: 8 }, (_, i) =>
    node({
      name: `node-${i}`,
      inputs: [],
      outputs: `output-${i}`,
      run: async () => {
        for (let step = 0; step < 5; step++) {
          // Each node gives way to the others between two points.
          await Promise.resolve();
          logMetric(`metric-${i}`, step, { step });
        }
        await logText("", `${i}.txt`);
        return currentRun()?.id;
      },
    }));

  const { outputs } = await runPipeline(pipeline(nodes), createCatalog({}), { run, concurrency: 8 });

  assert.deepEqual(new Set(Object.values(outputs)), new Set([run.id]));
  assert.equal(run.artifacts.size, 8);
  assert.equal(run.writes.length, 40);
  for (const { entries, node } of run.writes) {
    assert.equal(entries.metrics?.[0]?.key, node?.replace("node", "metric"));
  }
});

Deno.test("withRun() keeps runs apart that are open at the same time", async () => {
  await using dir = await tempDir();

  await Promise.all([0, 1, 2, 3].map((i) =>
    withRun({ directory: dir.path, name: `run ${i}` }, async () => {
      logParam("first", i);
      await new Promise((resolve) => setTimeout(resolve, 0));
      logParam("second", i);
    })
  ));

  await using store = openEmbeddedStore(dir.path);
  const { items } = await store.searchRuns();
  assert.equal(items.length, 4);
  for (const { info, params } of items) {
    const i = info.runName.slice(-1);
    assert.deepEqual(params, { first: i, second: i });
    assert.equal(info.status, "FINISHED");
  }
});

Deno.test("withRun() inside a run makes a part of it, in the same folder and experiment", async () => {
  await using dir = await tempDir();

  await withRun({ directory: dir.path, experiment: "penguins", name: "outer" }, async () => {
    await withRun({ name: "inner" }, () => logParam("where", "inner"));
    logParam("where", "outer");
  });

  await using store = openEmbeddedStore(dir.path);
  const [outer] = (await store.searchRuns({ runName: "outer" })).items;
  const [inner] = (await store.searchRuns({ runName: "inner" })).items;
  assert.equal(inner?.info.experimentId, outer?.info.experimentId);
  assert.equal(inner?.tags["mlflow.parentRunId"], outer?.info.runId);
  assert.deepEqual([inner?.params, outer?.params], [{ where: "inner" }, { where: "outer" }]);
});

Deno.test("a node logs to its own run inside an open one", async () => {
  await using dir = await tempDir();
  const run = recordedRun();
  const inner = node({ name: "inner", inputs: [], outputs: "x", run: () => (logParam("where", "node"), 1) });

  await withRun({ directory: dir.path }, async () => {
    await runPipeline(pipeline([inner]), createCatalog({}), { run });
    logParam("where", "around");
  });

  assert.deepEqual(run.params, [["where", "node"]]);
  await using store = openEmbeddedStore(dir.path);
  assert.deepEqual((await store.searchRuns()).items.map(({ params }) => params), [{ where: "around" }]);
});

Deno.test("several runs write to one store in one process", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const runs = await Promise.all([startRun(store), startRun(store), startRun(store)]);

  for (let step = 0; step < 3; step++) {
    for (const run of runs) run.write({ metrics: [{ key: "loss", value: step, step, timestamp: 1 }] });
  }
  await Promise.all(runs.map((run) => run.end("FINISHED")));

  for (const { id } of runs) assert.equal((await store.getMetricHistory(id, "loss")).length, 3);
});

Deno.test("two copies of mod.ts from two URLs share the run", async () => {
  await using dir = await tempDir();
  await using first = serveFiles(ROOT);
  await using second = serveFiles(ROOT);
  await dir.write({
    "work/main.ts": `
import * as one from "${first.url}mod.ts";
import * as two from "${second.url}mod.ts";

if (one.logMetric === two.logMetric) throw new Error("one copy");
const answer = two.node({
  name: "answer",
  inputs: [],
  outputs: "answer",
  run: () => {
    one.logMetric("from one", 1);
    two.logMetric("from two", 2);
    return two.currentRun()?.name;
  },
});
await one.withRun({ name: "shared" }, async (run) => {
  two.logParam("from", "two");
  await two.logText("hello", "two.txt");
  await two.withRun({ name: "nested" }, () => one.logParam("from", "one"));
  await one.runPipeline(two.pipeline([answer]), two.createCatalog({}), { run, hooks: [two.trackingHooks(run)] });
});
`,
  });

  const result = await captureDeno(["run", "-A", "main.ts"], {
    cwd: dir.join("work"),
    env: { DENO_DIR: dir.join("cache") },
  });

  assert.equal(result.code, 0, result.stderr);
  await using store = openEmbeddedStore(dir.join("work"));
  const [shared] = (await store.searchRuns({ runName: "shared" })).items;
  const [nested] = (await store.searchRuns({ runName: "nested" })).items;
  assert.deepEqual(shared?.params, { from: "two" });
  assert.deepEqual(Object.keys(shared.metrics).sort(), ["from one", "from two"]);
  assert.deepEqual((await store.listArtifacts(shared.info.runId)).map(({ path }) => path), ["two.txt"]);
  assert.deepEqual((await store.getNodes(shared.info.runId)).map(({ status }) => status), ["done"]);
  assert.deepEqual(nested?.params, { from: "one" });
  assert.equal(nested.tags["mlflow.parentRunId"], shared.info.runId);
});
