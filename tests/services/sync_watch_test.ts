import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { logArtifact, logMetric, logParams, withRun } from "../../mod.ts";
import { startKedge } from "../support/kedge.ts";
import { dumpMlflow } from "../support/mlflow_dump.ts";
import { type MlflowServer, sharedMlflow, startMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { assertSameOnServer } from "../support/same_on_server.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const mlflow = sharedMlflow();

testWithMlflow(
  "kedge sync --watch copies what is recorded while it runs, and goes on when the server was away",
  async () => {
    await using server = await startMlflow();
    await using dir = await watchedFolder(server);
    await using watch = startKedge(dir.path, ["sync", "--watch", "--to", server.url]);
    await watch.sees("Ctrl-C ends it");

    await record(dir.path, server, "first");
    await watch.sees("has all of 2 runs");
    await server.kill();
    await record(dir.path, server, "second");
    await watch.sees("what is recorded waits until the server answers");
    await server.restart();
    await watch.sees("the server answers again");
    await watch.sees("has all of 3 runs");
    watch.kill("SIGINT");
    const { code, stdout } = await watch.finished;

    assert.equal(code, 0, stdout);
    assert.match(stdout, /^✓ http:\S+ has all of 3 runs · \d+ values copied now\n$/);
    await assertAllThere(dir.path, server);
  },
);

testWithMlflow(
  "kedge sync --watch ends by SIGTERM with a report, and says with its exit code that something waits",
  async () => {
    await using dir = await watchedFolder(mlflow());
    await using watch = startKedge(dir.path, ["sync", "--watch", "--json", "--to", mlflow().url]);
    await watch.sees("has all of 1 run");
    await using store = openEmbeddedStore(dir.path);
    const { info } = await store.createRun({ experimentId: "0", runName: "at work" });
    await store.followRun(info.runId, mlflow().url);
    await store.write(info.runId, { metrics: [{ key: "loss", value: 1, step: 0, timestamp: 1 }] });

    watch.kill("SIGTERM");
    const { code, stdout } = await watch.finished;

    const report = JSON.parse(stdout);
    assert.equal(code, 1);
    assert.ok(report.reason === undefined || report.reason === "it was stopped");
    assert.deepEqual(report.unfinished.map(({ name }: { name: string }) => name), ["at work"]);
  },
);

testWithMlflow(
  "kedge sync --watch tells the server of runs whose processes are killed while it watches",
  async () => {
    await using dir = await watchedFolder(mlflow());
    await using watch = startKedge(dir.path, ["sync", "--watch", "--to", mlflow().url]);
    await watch.sees("has all of 1 run");
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", fileURLToPath(CHILD), dir.path, mlflow().url],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = child.stdout.getReader();
    for (let bytes = 0; bytes < 1000;) bytes += (await reader.read()).value?.length ?? 0;

    child.kill("SIGKILL");
    await reader.cancel();
    await child.status;
    await record(dir.path, mlflow(), "after");
    await watch.sees("has all of 3 runs");
    watch.kill("SIGINT");
    await watch.finished;

    const { runs } = await dumpMlflow(mlflow());
    assert.deepEqual(runs.map(({ status }) => status).sort(), ["FINISHED", "FINISHED", "KILLED"]);
    await assertAllThere(dir.path, mlflow());
  },
);

testWithMlflow(
  "two of kedge sync --watch double nothing, and one goes on when the other is killed",
  async () => {
    await using dir = await watchedFolder(mlflow());
    await using one = startKedge(dir.path, ["sync", "--watch", "--to", mlflow().url]);
    await one.sees("has all of 1 run");
    await using other = startKedge(dir.path, ["sync", "--watch", "--to", mlflow().url]);
    await other.sees("Ctrl-C ends it");

    await record(dir.path, mlflow(), "beside two");
    await one.sees("has all of 2 runs");
    one.kill("SIGKILL");
    await record(dir.path, mlflow(), "beside one");
    await other.sees("has all of 3 runs");
    other.kill("SIGINT");
    const { code } = await other.finished;

    assert.equal(code, 0);
    await assertAllThere(dir.path, mlflow());
  },
);

const CHILD = new URL("../tracking/children/replicate_until_killed.ts", import.meta.url);

/** A folder with a run that is to be copied to a server that has nothing yet. */
async function watchedFolder(server: MlflowServer): Promise<TempDir> {
  await server.clear();
  const dir = await tempDir();
  await record(dir.path, server, "before");
  return dir;
}

// Whoever watches copies it: the run itself does not wait for it.
async function record(directory: string, server: MlflowServer, name: string): Promise<void> {
  await withRun({ directory, name, trackingUri: server.url, flushSeconds: 0 }, async () => {
    logParams({ lr: 0.1, name });
    for (let step = 0; step < 1500; step++) logMetric("loss", 1 / (step + 1), { step });
    await logArtifact(new TextEncoder().encode(name), "note.txt");
  });
}

async function assertAllThere(directory: string, server: MlflowServer): Promise<void> {
  await using store = openEmbeddedStore(directory);
  await assertSameOnServer(store, await dumpMlflow(server));
}
