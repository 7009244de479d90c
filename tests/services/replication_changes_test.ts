import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type EmbeddedStore, openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { sync, type SyncReport } from "../../lib/tracking/replication/sync.ts";
import type { Metric } from "../../lib/tracking/entities.ts";
import { openMlflowStore } from "../../lib/tracking/open_mlflow_store.ts";
import { startRun } from "../../lib/tracking/start_run.ts";
import { logArtifact, logMetric, logModel, withRun } from "../../mod.ts";
import { captureDeno } from "../../tasks/process.ts";
import { faultProxy } from "../support/fault_proxy.ts";
import { dumpMlflow } from "../support/mlflow_dump.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { assertSameOnServer } from "../support/same_on_server.ts";
import { tempDir } from "../support/temp_dir.ts";

const SHARER = fileURLToPath(new URL("../tracking/children/replicate_shared_run.ts", import.meta.url));

const BLOCKER = fileURLToPath(new URL("../tracking/children/block_thread.ts", import.meta.url));

const mlflow = sharedMlflow();

testWithMlflow(
  "sync() follows registered models: versions, stages, tags and aliases that come, change and go",
  async () => {
    await mlflow().clear();
    await using dir = await tempDir();
    const runId = await withRun({ directory: dir.path, trackingUri: null }, async (run) => {
      for (let i = 0; i < 3; i++) await logModel({ i }, { name: "linear", registeredModelName: "masses" });
      return run.id;
    });
    await using store = openEmbeddedStore(dir.path);
    await store.setModelAlias("masses", "old", "1");
    await store.setModelAlias("masses", "best", "2");
    await store.setRegisteredModelTag("masses", "team", "birds");
    await store.setModelVersionTag("masses", "2", ["checked", "no"]);
    await copy(store, [runId]);

    await store.deleteModelAlias("masses", "old");
    await store.setModelAlias("masses", "best", "3");
    await store.deleteRegisteredModelTag("masses", "team");
    await store.setModelVersionTag("masses", "2", ["checked", "yes"]);
    await store.deleteModelVersion("masses", "1");
    await store.transitionModelVersionStage("masses", "3", "Staging");
    await store.renameRegisteredModel("masses", "weights");
    const { unfinished } = await copy(store);

    assert.deepEqual(unfinished, []);
    const { registered } = await dumpMlflow(mlflow());
    assert.deepEqual(Object.keys(registered), ["weights"]);
    const { aliases, tags, versions } = registered["weights"] ?? {};
    assert.deepEqual([aliases, tags], [{ best: "3" }, {}]);
    assert.deepEqual(versions?.map(({ version, stage, tags }) => [version, stage, tags["checked"]]), [
      ["2", "None", "yes"],
      ["3", "Staging", undefined],
    ]);
    await store.deleteRegisteredModel("weights");
    await copy(store);
    assert.deepEqual((await dumpMlflow(mlflow())).registered, {});
  },
);

testWithMlflow(
  "sync() deletes on the server what was deleted and purged here, and keeps what others registered",
  async () => {
    await mlflow().clear();
    await using theirs = await tempDir();
    await using ours = await tempDir();
    const record = (directory: string) =>
      withRun({ directory, trackingUri: null }, async (run) => {
        logMetric("loss", 1);
        await logModel({}, { name: "linear", registeredModelName: "masses" });
        return run.id;
      });
    const [theirRun, ourRun] = [await record(theirs.path), await record(ours.path)];
    await using first = openEmbeddedStore(theirs.path);
    await using second = openEmbeddedStore(ours.path);
    await copy(first, [theirRun]);
    await copy(second, [ourRun]);

    await second.deleteRegisteredModel("masses");
    await second.deleteRun(ourRun);
    await second.purge();
    const { unfinished } = await copy(second);

    assert.deepEqual(unfinished, []);
    const { runs, registered } = await dumpMlflow(mlflow());
    assert.deepEqual(registered["masses"]?.versions.map(({ version }) => version), ["1"]);
    assert.deepEqual(runs.map(({ tags, stage }) => [tags["kedge.run.id"], stage]), [
      [theirRun, "active"],
      [ourRun, "deleted"],
    ]);
  },
);

testWithMlflow("sync() streams an artifact of 200 MB, and remembers what it has sent", async () => {
  await mlflow().clear();
  await using dir = await tempDir();
  const runId = await withRun({ directory: dir.path, trackingUri: null }, async (run) => {
    await run.writeArtifact("deep/er/large.bin", blocks(200));
    await logArtifact(new Uint8Array(), "empty");
    return run.id;
  });
  await using store = openEmbeddedStore(dir.path);

  await copy(store, [runId]);

  await assertSameOnServer(store, await dumpMlflow(mlflow()));
  assert.equal((await copy(store)).sent, 0);
});

testWithMlflow("processes that share a run by its key copy it once", async () => {
  await mlflow().clear();
  await using dir = await tempDir();

  const children = await Promise.all(
    [0, 1, 2].map((part) => captureDeno(["run", "-A", SHARER, dir.path, mlflow().url, String(part)])),
  );

  for (const { code, stderr } of children) assert.equal(code, 0, stderr);
  await using store = openEmbeddedStore(dir.path);
  assert.equal((await copy(store)).reason, undefined);
  const dump = await dumpMlflow(mlflow());
  await assertSameOnServer(store, dump);
  assert.deepEqual(dump.runs.map(({ metrics }) => metrics["loss"]?.length), [1500]);
});

testWithMlflow("a node that computes without a pause is copied meanwhile", async () => {
  await mlflow().clear();
  await using dir = await tempDir();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", BLOCKER, dir.path, mlflow().url],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await using server = await openMlflowStore(mlflow().url);

  // Until the test is given up.
  let point: Metric | undefined;
  while (point === undefined) {
    point = (await server.searchRuns({ runName: "blocked" })).items[0]?.metrics["loss"];
  }

  child.kill("SIGKILL");
  await reader.cancel();
  await child.status;
  assert.ok(point !== undefined);
  assert.equal(point.value, point.step);
});

testWithMlflow("sync() copies the times of a machine whose clock is wrong as they are", async () => {
  await mlflow().clear();
  for (const offset of [-400, 400]) {
    await using dir = await tempDir();
    const days = offset * 86_400_000;
    const clock = { now: () => Date.now() + days, monotonic: () => performance.now() };
    await using store = openEmbeddedStore(dir.path, { clock });
    const run = await startRun(store, { name: `${offset} days` });
    run.write({ metrics: [{ key: "loss", value: 1, step: 1, timestamp: clock.now() }] });
    await run.end("FINISHED");

    await copy(store, [run.id]);

    const { runs } = await dumpMlflow(mlflow());
    const copied = runs.find(({ name }) => name === `${offset} days`);
    const here = await store.getRun(run.id);
    assert.deepEqual([copied?.start_time, copied?.end_time], [here?.info.startTime, here?.info.endTime]);
  }
});

testWithMlflow(
  "sync() copies everything else when the server fails at one thing for ever, and says what it fails at",
  async () => {
    await mlflow().clear();
    await using dir = await tempDir();
    const runId = await withRun({ directory: dir.path, trackingUri: null }, async (run) => {
      await logArtifact(new Uint8Array(3), "bad.bin");
      await logArtifact(new Uint8Array(3), "good.bin");
      logMetric("loss", 1);
      return run.id;
    });
    await using store = openEmbeddedStore(dir.path);
    await using proxy = await faultProxy(mlflow().url);
    proxy.inject({ path: "bad.bin", times: 1000 }, {
      kind: "status",
      status: 500,
      body: '{"error_code":"INTERNAL_ERROR","message":"no such luck"}',
    });

    const failing = await sync(store, { uri: proxy.url, runs: [runId] });
    const [run] = (await dumpMlflow(mlflow())).runs;
    proxy.clear();
    const well = await sync(store, { uri: proxy.url });

    assert.match(failing.reason ?? "", /no such luck/);
    assert.deepEqual(Object.keys(run?.artifacts ?? {}), ["good.bin"]);
    assert.equal(run?.status, "FINISHED");
    assert.deepEqual([well.reason, well.unfinished], [undefined, []]);
    await assertSameOnServer(store, await dumpMlflow(mlflow()));
  },
);

testWithMlflow("sync() tells the end of a run only when all of it is there", async () => {
  await mlflow().clear();
  await using dir = await tempDir();
  const runId = await withRun({ directory: dir.path, trackingUri: null }, async (run) => {
    await logArtifact(new Uint8Array(3), "late.bin");
    return run.id;
  });
  await using store = openEmbeddedStore(dir.path);
  await using proxy = await faultProxy(mlflow().url);
  proxy.inject({ path: "late.bin" }, { kind: "status", status: 500, body: "busy" });

  await sync(store, { uri: proxy.url, runs: [runId], patience: 0 });
  const [before] = (await dumpMlflow(mlflow())).runs;
  await sync(store, { uri: proxy.url });
  const [after] = (await dumpMlflow(mlflow())).runs;

  assert.deepEqual([before?.status, Object.keys(before?.artifacts ?? {})], ["RUNNING", []]);
  assert.deepEqual([after?.status, Object.keys(after?.artifacts ?? {})], ["FINISHED", ["late.bin"]]);
});

testWithMlflow("sync() sends less at once to a server whose proxy takes no more", async () => {
  await mlflow().clear();
  await using dir = await tempDir();
  const runId = await withRun({ directory: dir.path, trackingUri: null }, (run) => {
    for (let step = 0; step < 1000; step++) logMetric("loss", step, { step });
    return run.id;
  });
  await using store = openEmbeddedStore(dir.path);
  await using proxy = await faultProxy(mlflow().url);
  proxy.inject({ path: "log-batch", times: 3 }, { kind: "status", status: 413, body: "Too large" });

  const { unfinished } = await sync(store, { uri: proxy.url, runs: [runId] });

  assert.deepEqual(unfinished, []);
  await assertSameOnServer(store, await dumpMlflow(mlflow()));
});

function copy(store: EmbeddedStore, runs: readonly string[] = []): Promise<SyncReport> {
  return sync(store, { uri: mlflow().url, runs });
}

function blocks(mebibytes: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent++ === mebibytes) return controller.close();
      controller.enqueue(new Uint8Array(1 << 20).fill(sent));
    },
  });
}
