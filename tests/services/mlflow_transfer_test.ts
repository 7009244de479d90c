import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { runCli } from "../../cli/run_cli.ts";
import type { RunEntries } from "../../lib/core/run_context.ts";
import { exportRuns, importRuns, openEmbeddedStore, openMlflowStore, type TrackingStore } from "../../mod.ts";
import { fakeCli } from "../support/fake_cli.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { tempDir } from "../support/temp_dir.ts";

const mlflow = sharedMlflow();
const ENV = { variable: () => undefined };

/** A run with something of everything, a model that it logged, and a version of it with an alias. */
async function fill(store: TrackingStore): Promise<string> {
  const experimentId = await store.createExperiment("penguins", { tags: { team: "birds" } });
  const { info: { runId } } = await store.createRun({
    experimentId,
    runName: "shining auk",
    startTime: 1000,
    tags: { "mlflow.user": "ada", "mlflow.note.content": "ünïcödé 🐧\nsecond line" },
  });
  const points = Array.from(
    { length: 3000 },
    (_, step) => ({ key: "loss", value: 1 / step, step, timestamp: 5 }),
  );
  const odd = [NaN, Infinity, -Infinity].map((value, step) => ({ key: "odd", value, step, timestamp: 5 }));
  await store.logBatch(runId, { params: [["trees", "100"]], metrics: [...points, ...odd] });
  await store.logInputs(runId, [{
    role: "input",
    dataset: { name: "raw", digest: "abc", sourceType: "local", source: '{"uri":"raw.csv"}' },
    tags: { "mlflow.data.context": "training" },
    uri: "data/raw.csv",
    node: "train",
    time: 7,
  }]);
  await store.writeArtifact(runId, "plots/été 1.txt", new TextEncoder().encode("hello"));
  await store.writeArtifact(runId, "empty", new Uint8Array());
  const { modelId } = await store.createLoggedModel({
    experimentId,
    name: "forest",
    sourceRunId: runId,
    params: { a: "1" },
  });
  await store.writeModelArtifact(modelId, "MLmodel", new TextEncoder().encode("flavors: {}"));
  await store.finalizeLoggedModel(modelId, "READY");
  await store.logRunModels(runId, [{ modelId, role: "output", step: 0 }]);
  await store.createRegisteredModel("forest", { description: "Birds" });
  await store.createModelVersion("forest", { source: `models:/${modelId}`, tags: { stage: "draft" } });
  await store.setModelAlias("forest", "champion", "1");
  await store.updateRun(runId, { status: "FINISHED", endTime: 2000 });
  return runId;
}

/** What is known of a run, without what names its place. */
async function facts(store: TrackingStore, runId: string): Promise<unknown> {
  const run = await store.getRun(runId);
  assert.ok(run);
  const { artifactUri: _uri, experimentId, ...info } = run.info;
  const files = await store.listArtifacts(runId);
  const [use] = await store.getRunModels(runId);
  const model = await store.getLoggedModel(use?.modelId ?? "");
  const version = await store.getModelVersionByAlias("forest", "champion");
  return {
    info,
    experiment: (await store.getExperiment(experimentId))?.name,
    params: run.params,
    tags: run.tags,
    loss: await store.getMetricHistory(runId, "loss"),
    odd: await store.getMetricHistory(runId, "odd"),
    uses: await store.getDatasetUses(runId),
    files: await Promise.all(files.map(async ({ path, size }) => [
      path,
      size,
      await new Response(await store.readArtifact(runId, path)).text(),
    ])),
    model: [model?.name, model?.status, model?.sourceRunId, model?.params, model?.metrics.length],
    modelFiles: await store.listModelArtifacts(model?.modelId ?? ""),
    version: [version?.version, version?.modelId === model?.modelId, version?.runId, version?.tags["stage"]],
  };
}

testWithMlflow(
  "importRuns() copies runs of a server with full histories, artifacts and models, once",
  async () => {
    await mlflow().clear();
    await using server = await openMlflowStore(mlflow().url, ENV);
    await using dir = await tempDir();
    await using store = openEmbeddedStore(dir.path);
    const runId = await fill(server);

    const report = await importRuns(store, mlflow().url, { server: ENV });
    const again = await importRuns(store, mlflow().url, { server: ENV });

    assert.deepEqual(await facts(store, runId), await facts(server, runId));
    assert.deepEqual(report.imported, [{ runId, runName: "shining auk" }]);
    assert.deepEqual([report.artifacts, report.models], [2, 2]);
    assert.deepEqual([again.imported, again.known.length, again.models], [[], 1, 0]);
  },
);

testWithMlflow("importRuns() copies the runs of a server that are asked for", async () => {
  await mlflow().clear();
  await using server = await openMlflowStore(mlflow().url, ENV);
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const birds = await server.createExperiment("birds");
  const make = async (experimentId: string, runName: string, loss: number) => {
    const { info } = await server.createRun({ experimentId, runName });
    await server.logBatch(info.runId, { metrics: [{ key: "loss", value: loss, step: 0, timestamp: 1 }] });
  };
  await make(birds, "good", 0.1);
  await make(birds, "bad", 0.9);
  await make("0", "elsewhere", 0.1);

  const options = { filter: "metrics.loss < 0.5", from: ["birds"], experiment: "mine", server: ENV };
  const { imported } = await importRuns(store, mlflow().url, options);

  assert.deepEqual(imported.map(({ runName }) => runName), ["good"]);
  assert.ok(await store.getExperimentByName("mine"));
  await assert.rejects(
    importRuns(store, mlflow().url, { from: ["bird"], server: ENV }),
    /There is no experiment "bird" at ".*"\. Did you mean "birds"\?/,
  );
});

async function type(
  cwd: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const cli = fakeCli({ args, cwd, env: {} });
  const code = await runCli(cli.context);
  return { code, stdout: cli.stdout(), stderr: cli.stderr() };
}

testWithMlflow(
  "kedge runs lists, shows, compares, tags, deletes and exports the runs of a server",
  async () => {
    await mlflow().clear();
    const { url } = mlflow();
    await using server = await openMlflowStore(url, ENV);
    const runId = await fill(server);
    await server.createRun({ experimentId: "0", runName: "other" });
    // No project is needed.
    await using dir = await tempDir();

    const listed = await type(dir.path, "runs", "list", "--store", url, "--filter", "params.trees = '100'");
    const shown = await type(dir.path, "runs", "show", "shining auk", "--store", url);
    const compared = await type(dir.path, "runs", "compare", "shining auk", "other", "--store", url);
    const tagged = await type(dir.path, "runs", "tag", runId, "team=sea", "--store", url);
    const deleted = await type(dir.path, "runs", "delete", "other", "--store", url);
    const exported = await type(dir.path, "runs", "export", "--store", url);

    for (const { code, stderr } of [listed, shown, compared, tagged, deleted, exported]) {
      assert.equal(
        code,
        0,
        stderr,
      );
    }
    assert.match(listed.stdout, /shining auk/);
    assert.match(shown.stdout, /été 1\.txt/);
    assert.match(shown.stdout, /keeps no nodes and no log/);
    assert.match(compared.stdout, /trees/);
    assert.equal((await server.getRun(runId))?.tags["team"], "sea");
    assert.match(deleted.stdout, new RegExp(`runs restore [0-9a-f]{32} --store ${url}`));
    const { runs } = JSON.parse(exported.stdout) as { runs: { metrics: unknown[] }[] };
    assert.deepEqual(runs.map(({ metrics }) => metrics.length), [3003]);
  },
);

testWithMlflow("importRuns() holds 25,000 points of a run at most, however long its history is", async () => {
  await mlflow().clear();
  await using server = await openMlflowStore(mlflow().url, ENV);
  const experimentId = await server.createExperiment("long");
  const { info: { runId } } = await server.createRun({ experimentId });
  await server.logBatch(runId, { metrics: [{ key: "loss", value: 0, step: 0, timestamp: 0 }] });
  addPoints(mlflow().folder, runId, 60_000);
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const written: number[] = [];
  const noting = {
    ...store,
    write: (id: string, entries: RunEntries) => {
      written.push(entries.metrics?.length ?? 0);
      store.write(id, entries);
    },
  };

  await importRuns(noting, mlflow().url, { server: ENV });

  assert.ok(Math.max(...written) <= 25_000, `${written}`);
  assert.equal(written.reduce((sum, count) => sum + count), 60_001);
  const history = await store.getMetricHistory(runId, "loss");
  assert.deepEqual(history.map(({ step }) => step), Array.from({ length: 60_001 }, (_, step) => step));
});

// Into its database: through the server it would take a minute.
function addPoints(folder: string, runId: string, count: number): void {
  using database = new DatabaseSync(join(folder, "mlflow.db"));
  database.exec("PRAGMA busy_timeout = 20000; BEGIN IMMEDIATE");
  const insert = database.prepare(
    "INSERT INTO metrics (run_uuid, key, value, timestamp, step, is_nan) VALUES (?, 'loss', ?, ?, ?, 0)",
  );
  for (let step = 1; step <= count; step++) insert.run(runId, step / 7, step, step);
  database.exec("COMMIT");
}

testWithMlflow("kedge runs import copies the runs of a server, and tells what it copied", async () => {
  await mlflow().clear();
  await using server = await openMlflowStore(mlflow().url, ENV);
  await fill(server);
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await store.createExperiment("mine"); // a folder with runs needs no project

  const { code, stdout, stderr } = await type(dir.path, "runs", "import", mlflow().url, "--from", "penguins");

  assert.equal(code, 0, stderr);
  assert.match(stdout, /imported 1 run and 2 artifacts from the server http:.*: shining auk/);
  assert.match(stdout, /with them: 2 models and versions of models/);
});

testWithMlflow(
  "kedge runs export --to copies runs of a project to a server, with all that belongs to them",
  async () => {
    await mlflow().clear();
    await using server = await openMlflowStore(mlflow().url, ENV);
    await using dir = await tempDir();
    await using store = openEmbeddedStore(dir.path);
    const runId = await fill(store);

    const { code, stdout, stderr } = await type(
      dir.path,
      "runs",
      "export",
      "shining auk",
      "--to",
      mlflow().url,
    );

    assert.equal(code, 0, `${stdout}${stderr}`);
    const { items: [copy] } = await server.searchRuns();
    assert.ok(copy);
    const here = await facts(store, runId) as Record<string, unknown>;
    const there = await facts(server, copy.info.runId) as Record<string, unknown>;
    for (const fact of ["experiment", "params", "loss", "odd", "files", "modelFiles"]) {
      assert.deepEqual(there[fact], here[fact], fact);
    }
  },
);

testWithMlflow(
  "an archive of runs of a server brings them into a store with models, versions and aliases",
  async () => {
    await mlflow().clear();
    await using dir = await tempDir();
    await using server = await openMlflowStore(mlflow().url, ENV);
    const runId = await fill(server);
    const { items } = await server.searchRuns();
    await Deno.writeFile(dir.join("runs.tar.gz"), await exportRuns(server, items, { format: "archive" }));
    await using store = openEmbeddedStore(dir.join("to"));

    const { imported, models, notes } = await importRuns(store, dir.join("runs.tar.gz"));

    assert.deepEqual([imported.length, models, notes], [1, 2, []]);
    const there = await facts(server, runId) as Readonly<Record<string, unknown>>;
    assert.deepEqual(await facts(store, runId), there);
    const version = await store.getModelVersionByAlias("forest", "champion");
    assert.equal(version?.modelId, (await server.getModelVersionByAlias("forest", "champion"))?.modelId);
  },
);
