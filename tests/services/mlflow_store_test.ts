import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { openMlflowStore } from "../../mod.ts";
import { startMlflowWithAccounts } from "../support/mlflow_accounts.ts";
import { runMlflowPython, sharedMlflow, startMlflow, testWithMlflow } from "../support/mlflow_server.ts";

const mlflow = sharedMlflow();
const ENV = { variable: () => undefined };
const MIB = 1024 * 1024;

const READ_ALL = `
import json, math, sys
from mlflow import MlflowClient
client, run_id = MlflowClient(sys.argv[1]), sys.argv[2]
run = client.get_run(run_id)
def points(key):
    return [[repr(m.value), m.step, m.timestamp] for m in client.get_metric_history(run_id, key)]
print(json.dumps({
    "info": [run.info.run_name, run.info.user_id, run.info.status, run.info.start_time, run.info.end_time],
    "params": run.data.params,
    "tags": {k: v for k, v in run.data.tags.items() if k != "mlflow.runName"},
    "odd": points("odd"), "count": len(points("train/loss")),
    "inputs": [[i.dataset.name, i.dataset.digest, {t.key: t.value for t in i.tags}.get("mlflow.data.context")]
               for i in run.inputs.dataset_inputs],
    "files": sorted(f.path for f in client.list_artifacts(run_id)),
    "text": open(client.download_artifacts(run_id, "deep/été 1.txt")).read(),
    "models": [[m.name, m.status.name if hasattr(m.status, "name") else str(m.status), m.params]
               for m in client.search_logged_models(experiment_ids=[run.info.experiment_id])],
    "version": [client.get_model_version_by_alias("forest", "champion").version],
}))
`;

testWithMlflow("MLflow's own client reads all that a MlflowStore wrote", async () => {
  await mlflow().clear();
  await using store = await openMlflowStore(mlflow().url, ENV);
  const experimentId = await store.createExperiment("penguins");
  const tags = { "mlflow.user": "ada", note: "ünïcödé 🐧\nsecond line" };
  const { info: { runId } } = await store.createRun({ experimentId, runName: "auk", startTime: 1000, tags });
  const loss = Array.from(
    { length: 20_000 },
    (_, step) => ({ key: "train/loss", value: step, step, timestamp: 2 }),
  );
  const odd = [NaN, Infinity, -Infinity, 5e-324].map((value, step) => ({
    key: "odd",
    value,
    step,
    timestamp: 3,
  }));
  const params = Array.from({ length: 130 }, (_, i) => [`p${i}`, "x".repeat(i)] as const);
  await store.logBatch(runId, { params, metrics: [...loss, ...odd] });
  await store.logInputs(runId, [{
    role: "input",
    dataset: { name: "raw", digest: "abc", sourceType: "local", source: "{}" },
    tags: { "mlflow.data.context": "training" },
    time: 4,
  }]);
  await store.writeArtifact(runId, "deep/été 1.txt", new TextEncoder().encode("hello"));
  await store.writeArtifact(runId, "empty", new Uint8Array());
  const { modelId } = await store.createLoggedModel({ experimentId, name: "forest", params: { trees: "5" } });
  await store.finalizeLoggedModel(modelId, "READY");
  await store.createRegisteredModel("forest");
  await store.createModelVersion("forest", { source: `models:/${modelId}` });
  await store.setModelAlias("forest", "champion", "1");
  await store.updateRun(runId, { status: "FINISHED", endTime: 2000 });

  const { stdout } = await runMlflowPython(READ_ALL, { args: [mlflow().url, runId] });

  assert.deepEqual(JSON.parse(stdout), {
    info: ["auk", "ada", "FINISHED", 1000, 2000],
    params: Object.fromEntries(params),
    tags,
    odd: [["nan", 0, 3], ["1.7976931348623157e+308", 1, 3], ["-1.7976931348623157e+308", 2, 3], [
      "5e-324",
      3,
      3,
    ]],
    count: 20_000,
    inputs: [["raw", "abc", "training"]],
    files: ["deep", "empty"],
    text: "hello",
    models: [["forest", "READY", { trees: "5" }]],
    version: ["1"],
  });
  assert.deepEqual(await store.getMetricHistory(runId, "train/loss"), loss);
});

testWithMlflow("a MlflowStore sends and reads 200 MB piece by piece", async () => {
  await using store = await openMlflowStore(mlflow().url, ENV);
  const { info: { runId } } = await store.createRun({ experimentId: "0" });
  const piece = crypto.getRandomValues(new Uint8Array(65_536));
  const hash = createHash("sha256");
  let made = 0;
  const source = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (made === 200 * MIB) return controller.close();
      hash.update(piece);
      made += piece.length;
      controller.enqueue(piece);
    },
  });
  const before = Deno.memoryUsage().rss;

  const info = await store.writeArtifact(runId, "large", source);
  const [listed] = await store.listArtifacts(runId);
  const read = createHash("sha256");
  let most = 0;
  for await (const chunk of await store.readArtifact(runId, "large")) {
    read.update(chunk);
    most = Math.max(most, Deno.memoryUsage().rss);
  }

  const digest = hash.digest("hex");
  assert.deepEqual([info.size, info.sha256, listed?.size], [200 * MIB, digest, 200 * MIB]);
  assert.equal(read.digest("hex"), digest);
  assert.ok(most - before < 120 * MIB, `${Math.round((most - before) / MIB)} MiB`);
});

testWithMlflow("serverInfo() tells what a server is and can do", async () => {
  await using store = await openMlflowStore(mlflow().url, ENV);

  const info = await store.serverInfo();

  assert.match(info.version, /^3\.\d+\.\d+/);
  const { servesArtifacts, workspaces, storeType, auth } = info;
  assert.deepEqual([servesArtifacts, workspaces, storeType, auth], [true, false, "SqlStore", undefined]);
});

testWithMlflow("a MlflowStore knows that MLflow refuses a name of the server it was not told", async () => {
  // Through a proxy it gets the name that the client knows it by.
  await using store = await openMlflowStore("http://mlflow:5000", { ...ENV, proxy: mlflow().url });

  await assert.rejects(store.getExperiment("0"), /refuses this name of the server.*--allowed-hosts/);
});

testWithMlflow(
  "a MlflowStore says that files are where the server does not pass them on, and reads them all the same",
  async () => {
    await using server = await startMlflow({
      args: ["--no-serve-artifacts", "--default-artifact-root", "./elsewhere"],
    });
    await using store = await openMlflowStore(server.url, ENV);
    const { info: { runId, artifactUri } } = await store.createRun({
      experimentId: await store.createExperiment("x"),
    });
    await Deno.mkdir(`${artifactUri}/deep`, { recursive: true });
    await Deno.writeTextFile(`${artifactUri}/deep/a.txt`, "hello");

    await assert.rejects(
      store.writeArtifact(runId, "a.txt", new Uint8Array(1)),
      /Cannot reach the files of Run .*: they are at ".*elsewhere.*", which the server does not pass on.*--artifacts-destination/,
    );
    assert.deepEqual((await store.listArtifacts(runId)).map(({ path, size }) => [path, size]), [[
      "deep/a.txt",
      5,
    ]]);
    const part = await store.readArtifact(runId, "deep/a.txt", { start: 1, end: 3 });
    assert.equal(await new Response(part).text(), "el");
    assert.equal((await store.serverInfo()).servesArtifacts, false);
  },
);

testWithMlflow("a MlflowStore logs in to a server with accounts", async () => {
  await using server = await startMlflowWithAccounts();
  await using nobody = await openMlflowStore(server.url, ENV);
  await using wrong = await openMlflowStore(server.url, {
    ...ENV,
    username: "admin",
    password: "guessed-wrong",
  });
  await using admin = await openMlflowStore(server.ownUrl, ENV);

  await assert.rejects(nobody.getExperiment("0"), /wants to know who asks \(401/);
  await assert.rejects(wrong.getExperiment("0"), (error: Error) => {
    assert.match(error.message, /wants to know who asks/);
    assert.doesNotMatch(Deno.inspect(error), /guessed-wrong|auk-and/);
    return true;
  });
  assert.equal((await admin.getExperiment("0"))?.name, "Default");
  assert.doesNotMatch(admin.endpoint, /auk-and/);
});

testWithMlflow("a MlflowStore works in a workspace of a server", async () => {
  await using server = await startMlflow({ args: ["--enable-workspaces"] });
  const made = await fetch(`${server.url}/api/3.0/mlflow/workspaces`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "birds" }),
  });
  assert.ok(made.ok, await made.text());
  await using birds = await openMlflowStore(server.url, { ...ENV, workspace: "birds" });
  await using others = await openMlflowStore(server.url, ENV);

  const experimentId = await birds.createExperiment("penguins");
  const { info: { runId } } = await birds.createRun({ experimentId });
  await birds.writeArtifact(runId, "a.txt", new TextEncoder().encode("hello"));

  assert.equal(await others.getExperimentByName("penguins"), undefined);
  assert.equal(await new Response(await birds.readArtifact(runId, "a.txt")).text(), "hello");
  assert.equal((await birds.serverInfo()).workspaces, true);
});

// Why `mlflow_registry_uri` of another server is not followed.
testWithMlflow("MLflow registers no model and no artifact that it does not hold itself", async () => {
  await using store = await openMlflowStore(mlflow().url, ENV);
  await store.createRegisteredModel("elsewhere");
  const [run, model] = ["0123456789abcdef0123456789abcdef", "m-0123456789abcdef0123456789abcdef"];

  for (
    const body of [
      { source: `models:/${model}`, model_id: model },
      { source: `mlflow-artifacts:/1/models/${model}/artifacts`, model_id: model },
      { source: `mlflow-artifacts:/1/${run}/artifacts/linear`, run_id: run },
      { source: `runs:/${run}/linear` },
      { source: "http://127.0.0.1:5000/linear" },
    ]
  ) {
    const answer = await fetch(`${mlflow().url}/api/2.0/mlflow/model-versions/create`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "elsewhere", ...body }),
    });
    const text = await answer.text();
    assert.ok(answer.status >= 400, `${body.source}: ${text}`);
    assert.match(text, /not found|must identify|addresses a host other/);
  }
});
