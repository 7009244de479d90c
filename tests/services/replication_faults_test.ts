import assert from "node:assert/strict";
import { type EmbeddedStore, openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { sync } from "../../lib/tracking/replication/sync.ts";
import { logArtifact, logMetric, logModel, logParams, setTag, withRun } from "../../mod.ts";
import { type FaultProxy, faultProxy } from "../support/fault_proxy.ts";
import type { ProxyFault } from "../support/fault_proxy/fault.ts";
import { dumpMlflow } from "../support/mlflow_dump.ts";
import { sharedMlflow, startMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { assertSameOnServer } from "../support/same_on_server.ts";
import { canMount, smallDisk } from "../support/small_disk.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const mlflow = sharedMlflow();

const QUESTIONS = [
  "experiments/create",
  "runs/create",
  "runs/log-batch",
  "runs/log-inputs",
  "runs/outputs",
  "runs/update",
  "logged-models",
  "mlflow-artifacts",
  "registered-models/create",
  "model-versions/create",
  "registered-models/alias",
];

testWithMlflow(
  "sync() doubles and loses nothing when every answer is lost once after it was done",
  async () => {
    await using dir = await recorded();
    await using proxy = await faultProxy(mlflow().url);
    for (const path of QUESTIONS) proxy.inject({ path: new RegExp(`/${path}\\b`) }, { kind: "lose-answer" });

    await assertCopied(dir, proxy);

    assert.equal(proxy.requests.filter(({ fault }) => fault === "lose-answer").length, QUESTIONS.length);
    // Fetch would send it again by itself.
    const makes = proxy.requests.filter(({ method, path }) =>
      method === "POST" && /(runs|model-versions)\/create$|logged-models$/.test(path)
    );
    assert.equal(makes.length, 3);
  },
);

const BUSY: ProxyFault = {
  kind: "status",
  status: 503,
  headers: { "retry-after": "0", "content-type": "text/html" },
  body: "<html><title>Busy</title></html>",
};

for (
  const [name, fault] of [
    ["answers 500", {
      kind: "status",
      status: 500,
      body: '{"error_code":"INTERNAL_ERROR","message":"oops"}',
    }],
    ["answers 503 with Retry-After", BUSY],
    ["answers 429 with Retry-After", { ...BUSY, status: 429 }],
    ["resets connections in the middle of a request", { kind: "reset", after: 100 }],
    ["cuts answers short", { kind: "cut", after: 5 }],
    ["shows a page to log in", {
      kind: "status",
      status: 200,
      headers: { "content-type": "text/html" },
      body: "<title>Sign in</title>",
    }],
    ["does not answer", { kind: "hang" }],
    ["stops in the middle of an answer", { kind: "stall", after: 3 }],
  ] as const satisfies readonly (readonly [string, ProxyFault])[]
) {
  testWithMlflow(`sync() loses nothing with a server that ${name} now and then`, async () => {
    await using dir = await recorded();
    await using proxy = await faultProxy(mlflow().url);
    for (const path of QUESTIONS) proxy.inject({ path: new RegExp(`/${path}\\b`) }, fault);

    await assertCopied(dir, proxy);

    assert.ok(proxy.requests.some((request) => request.fault === fault.kind));
  });
}

testWithMlflow("sync() makes nothing twice when a server gets another address", async () => {
  await using dir = await recorded();
  await using proxy = await faultProxy(mlflow().url);
  await using store = openEmbeddedStore(dir.path);
  await sync(store, { uri: proxy.url, runs: await ids(store) });

  await assertCopied(dir, { url: mlflow().url });
});

testWithMlflow(
  "a run goes on when its server is killed, and sync() copies the rest when it is back",
  async () => {
    await using server = await startMlflow();
    await using dir = await tempDir();

    await withRun({ directory: dir.path, trackingUri: server.url, flushSeconds: 0.5 }, async () => {
      for (let step = 0; step < 400; step++) {
        logMetric("loss", step / 7, { step });
        if (step % 40 === 0) await new Promise((resolve) => setTimeout(resolve, 100));
        if (step === 200) await server.kill();
      }
    });
    await using store = openEmbeddedStore(dir.path);
    const [waiting] = await store.describeReplication();
    await server.restart();
    const report = await sync(store, { uri: server.url });

    assert.ok(waiting !== undefined && waiting.unfinished.length > 0);
    assert.deepEqual(report.unfinished, []);
    await assertSameOnServer(store, await dumpMlflow(server));
  },
);

testWithMlflow(
  "sync() tells that it is not let in, keeps everything, and copies it with the right password",
  async () => {
    await using dir = await recorded();
    await using proxy = await faultProxy(mlflow().url);
    await using store = openEmbeddedStore(dir.path);
    proxy.inject({ times: 1000 }, { kind: "status", status: 401, body: "You are not authenticated" });

    const refused = await sync(store, { uri: proxy.url, runs: await ids(store), patience: 0 });
    proxy.clear();
    const report = await sync(store, {
      uri: proxy.url,
      variables: { MLFLOW_TRACKING_USERNAME: "ada", MLFLOW_TRACKING_PASSWORD: "hunter2" },
    });

    assert.match(refused.reason ?? "", /it wants to know who asks \(401/);
    assert.deepEqual(refused.unfinished.flatMap((replica) => replica.refused), []);
    assert.deepEqual(report.unfinished, []);
    assert.ok(
      proxy.requests.every(({ headers }) => headers["authorization"] === `Basic ${btoa("ada:hunter2")}`),
    );
    await assertSameOnServer(store, await dumpMlflow(mlflow()));
  },
);

testWithMlflow(
  "sync() loses nothing, and refuses nothing, while somebody else answers in the place of the server",
  async () => {
    await using dir = await recorded();
    await using proxy = await faultProxy(mlflow().url);
    await using store = openEmbeddedStore(dir.path);
    const page = { headers: { "content-type": "text/html" }, body: "<title>404 Not Found</title>" };
    proxy.inject({ path: "runs/log-inputs", times: 1000 }, { kind: "status", status: 404, ...page });
    proxy.inject({ path: "experiments/search", times: 1000 }, { kind: "status", status: 404, ...page });

    const away = await sync(store, { uri: proxy.url, runs: await ids(store), patience: 0 });
    proxy.clear();
    const back = await sync(store, { uri: proxy.url });

    assert.match(away.reason ?? "", /404.*which is not MLflow/);
    assert.deepEqual(away.unfinished.flatMap((replica) => replica.refused), []);
    assert.deepEqual(back.unfinished, []);
    await assertSameOnServer(store, await dumpMlflow(mlflow()));
  },
);

testWithMlflow(
  "sync() copies everything else when much is not allowed, says so, and copies it when it is",
  async () => {
    await using dir = await recorded();
    await using proxy = await faultProxy(mlflow().url);
    await using store = openEmbeddedStore(dir.path);
    const record = (experiment: string): Promise<string> =>
      withRun({ directory: dir.path, experiment, trackingUri: null }, (run) => {
        logMetric("loss", 1);
        return run.id;
      });
    // The newest are copied first.
    const other = await record("others");
    for (let i = 0; i < 20; i++) await record("birds");
    // The first experiment belongs to somebody else.
    const denied = { kind: "status", status: 403, body: "Permission denied" } as const;
    proxy.inject({ path: "experiment_name=birds", times: 1000 }, denied);

    const partly = await sync(store, { uri: proxy.url, runs: await ids(store) });
    const there = (await dumpMlflow(mlflow())).runs.map(({ tags, status }) => [tags["kedge.run.id"], status]);
    proxy.clear();
    const wholly = await sync(store, { uri: proxy.url });

    assert.match(partly.reason ?? "", /it does not allow this \(403 "Permission denied"\)/);
    assert.deepEqual(there, [[other, "FINISHED"]]);
    assert.deepEqual([wholly.reason, wholly.unfinished], [undefined, []]);
    await assertSameOnServer(store, await dumpMlflow(mlflow()));
  },
);

testWithMlflow("sync() has no more patience with a server that hangs than it was told", async () => {
  await using dir = await recorded();
  await using proxy = await faultProxy(mlflow().url);
  await using store = openEmbeddedStore(dir.path);
  proxy.inject({ times: 1000 }, { kind: "hang" });

  const { reason } = await sync(store, {
    uri: proxy.url,
    runs: await ids(store),
    variables: { MLFLOW_HTTP_REQUEST_TIMEOUT: "1" },
    patience: 500,
  });

  assert.equal(reason, "it does not answer");
  assert.equal(proxy.requests.length, 1);
});

testWithMlflow("sync() goes on where it was when the disk of the store was full", async () => {
  if (!await canMount()) return;
  await mlflow().clear();
  await using disk = await smallDisk(32 << 20);
  assert.ok(disk !== undefined);
  await using store = openEmbeddedStore(disk.path);
  const runId = await withRun({ directory: disk.path, trackingUri: null }, (run) => {
    for (let step = 0; step < 5000; step++) logMetric("loss", step, { step });
    return run.id;
  });
  await store.followRun(runId, mlflow().url);
  const filler = `${disk.path}/filler`;
  await fill(filler);

  const full = await sync(store, { uri: mlflow().url, patience: 0 }).then(
    ({ reason }) => reason,
    (error: Error) => error.message,
  );
  await Deno.remove(filler);
  const report = await sync(store, { uri: mlflow().url });

  assert.match(full ?? "", /the disk is full/);
  assert.deepEqual(report.unfinished, []);
  await assertSameOnServer(store, await dumpMlflow(mlflow()));
});

async function recorded(): Promise<TempDir> {
  await mlflow().clear();
  const dir = await tempDir();
  await withRun({ directory: dir.path, experiment: "birds", trackingUri: null }, async (run) => {
    logParams({ trees: 100 });
    for (let step = 0; step < 1500; step++) logMetric("loss", 1 / (step + 1), { step });
    setTag("team", "birds");
    const dataset = { name: "raw", digest: "1", sourceType: "local", source: "{}" };
    run.recordInput?.({
      ...dataset,
      schema: undefined,
      profile: undefined,
      context: "training",
      uri: undefined,
    }, undefined);
    await logArtifact(new Uint8Array(300_000), "large.bin");
    await logModel({ weights: [1] }, { name: "linear", registeredModelName: "masses" });
  });
  await using store = openEmbeddedStore(dir.path);
  await store.setModelAlias("masses", "champion", "1");
  return dir;
}

// Until nothing is left: what did not arrive stays noted, and is sent again.
async function assertCopied(dir: TempDir, proxy: Pick<FaultProxy, "url">): Promise<void> {
  await using store = openEmbeddedStore(dir.path);
  const runs = await ids(store);
  const variables = { MLFLOW_HTTP_REQUEST_TIMEOUT: "1" };
  const { unfinished } = await sync(store, { uri: proxy.url, runs, variables, patience: 30_000 });

  assert.deepEqual(unfinished, []);
  const dump = await dumpMlflow(mlflow());
  await assertSameOnServer(store, dump);
  const { masses } = dump.registered;
  assert.deepEqual([masses?.versions.length, masses?.aliases], [1, { champion: "1" }]);
  assert.equal(dump.runs.length, 1);
  assert.equal(dump.models.length, 1);
}

async function ids(store: EmbeddedStore): Promise<readonly string[]> {
  return (await store.searchRuns()).items.map(({ info }) => info.runId);
}

async function fill(path: string): Promise<void> {
  using file = await Deno.open(path, { create: true, write: true });
  const block = new Uint8Array(4096);
  try {
    for (;;) file.writeSync(block);
  } catch {
    // No more goes in.
  }
}
