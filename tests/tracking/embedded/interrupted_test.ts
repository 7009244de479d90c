import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { startRun } from "../../../lib/tracking/start_run.ts";
import { captureDeno } from "../../../tasks/process.ts";
import { tempDir } from "../../support/temp_dir.ts";

const CHILD = fileURLToPath(new URL("../children/die.ts", import.meta.url));

Deno.test("recoverInterrupted() marks a run whose process was killed, once", async () => {
  await using dir = await tempDir();
  const runId = (await captureDeno(["run", "-A", CHILD, dir.path])).stdout.trim();
  await using store = openEmbeddedStore(dir.path);
  assert.equal((await store.getRun(runId))?.info.status, "RUNNING");

  assert.deepEqual(store.recoverInterrupted(), [runId]);

  const run = await store.getRun(runId);
  assert.equal(run?.info.status, "KILLED");
  assert.equal(run.tags["kedge.interrupted"], "true");
  assert.equal(run.metrics["loss"]?.value, 1);
  // It ended when it last wrote, not when it was found.
  assert.equal(run.info.endTime, run.metrics["loss"].timestamp);
  assert.deepEqual(store.recoverInterrupted(), []);
});

Deno.test("recoverInterrupted() marks a run that was deleted meanwhile, as it can be restored", async () => {
  await using dir = await tempDir();
  const runId = (await captureDeno(["run", "-A", CHILD, dir.path])).stdout.trim();
  await using store = openEmbeddedStore(dir.path);
  await store.deleteRun(runId);

  assert.deepEqual(store.recoverInterrupted(), [runId]);

  assert.equal((await store.getRun(runId))?.info.status, "KILLED");
});

Deno.test("startRun() marks the runs that were interrupted before it", async () => {
  await using dir = await tempDir();
  const runId = (await captureDeno(["run", "-A", CHILD, dir.path])).stdout.trim();
  await using store = openEmbeddedStore(dir.path);

  await using run = await startRun(store);

  assert.equal((await store.getRun(runId))?.info.status, "KILLED");
  assert.equal((await store.getRun(run.id))?.info.status, "RUNNING");
});

Deno.test("recoverInterrupted() leaves runs alone that are in progress, in this process and others", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await using other = openEmbeddedStore(dir.path);
  await using _first = await startRun(store);
  await using _second = await startRun(store);

  assert.deepEqual(other.recoverInterrupted(), []);
  assert.deepEqual(store.recoverInterrupted(), []);

  assert.equal((await store.searchRuns({ status: ["RUNNING"] })).items.length, 2);
});

Deno.test("recoverInterrupted() leaves runs alone that never held a lock", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await store.createRun({ experimentId: "0" });

  assert.deepEqual(store.recoverInterrupted(), []);
});

Deno.test("recoverInterrupted() leaves runs alone that have ended, though their process died right after", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const lock = store.holdRun("ended");
  store.insertRun("ended", { experimentId: "0" });
  store.finishRun("ended", { status: "FINISHED" });
  lock?.abandon();

  assert.deepEqual(store.recoverInterrupted(), []);

  assert.equal((await store.getRun("ended"))?.info.status, "FINISHED");
});

Deno.test("recoverInterrupted() forgets a run whose process died before it was made", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  store.holdRun("never made")?.abandon();

  assert.deepEqual(store.recoverInterrupted(), []);

  assert.deepEqual([...Deno.readDirSync(dir.join(".kedge/locks"))].map(({ name }) => name), ["gate"]);
});

Deno.test("recoverInterrupted() never sets an end in the future, whatever the points of the run say", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path, { clock: { now: () => 5000, monotonic: () => 0 } });
  const lock = store.holdRun("run");
  store.insertRun("run", { experimentId: "0", startTime: 1000 });
  store.write("run", { metrics: [{ key: "loss", value: 1, step: 0, timestamp: 9e12 }] });
  lock?.abandon();

  store.recoverInterrupted();

  assert.equal((await store.getRun("run"))?.info.endTime, 5000);
});
