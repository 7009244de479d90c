import assert from "node:assert/strict";
import type { RunEntries } from "../../lib/core/run_context.ts";
import { NodeError } from "../../lib/core/errors.ts";
import { type EmbeddedStore, openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import type { LogLine } from "../../lib/tracking/run_records.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import type { Store } from "../../lib/stores/store.ts";
import { startRun } from "../../lib/tracking/start_run.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("startRun() makes a run in an experiment that it makes if needed", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path, { clock: { now: () => 1000, monotonic: () => 0 } });

  await using run = await startRun(store, { experiment: "penguins", name: "first", tags: { team: "birds" } });

  assert.match(run.id, /^[0-9a-f]{32}$/);
  assert.equal(run.name, "first");
  assert.equal(run.experiment, "penguins");
  assert.equal(run.directory, dir.path);
  assert.equal(run.startTime, 1000);
  const stored = await store.getRun(run.id);
  assert.equal(stored?.info.status, "RUNNING");
  assert.equal(stored.info.startTime, 1000);
  assert.equal(stored.info.experimentId, run.experimentId);
  assert.equal(stored.tags["team"], "birds");
  assert.equal((await store.getExperiment(run.experimentId))?.name, "penguins");
});

Deno.test("startRun() uses the experiment Default and three random words when nothing is said", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path, { random: () => 0 });

  await using run = await startRun(store);

  assert.equal(run.experimentId, "0");
  assert.equal(run.experiment, "Default");
  assert.equal(run.name, "amber-auk-0");
});

Deno.test("startRun() hides values of tags by their names", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const tags = { "db.password": "hunter2", my_pin: "hunter2", team: "birds" };

  await using run = await startRun(store, {
    tags,
    redact: ["*pin*"],
    command: ["kedge", "--params", "my_pin=hunter2"],
  });

  const stored = (await store.getRun(run.id))?.tags ?? {};
  assert.deepEqual([stored["db.password"], stored["my_pin"], stored["team"]], ["***", "***", "birds"]);
  assert.ok(!JSON.stringify(stored).includes("hunter2"));
});

Deno.test("startRun() lets go of the run when it cannot be stored", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);

  await assert.rejects(startRun(store, { tags: { "not a key!": "" } }), { code: "INVALID_PARAMETER_VALUE" });

  assert.deepEqual([...Deno.readDirSync(dir.join(".kedge/locks"))].map(({ name }) => name), ["gate"]);
});

Deno.test("ActiveRun.end() stores status, end and what it failed with", async () => {
  await using dir = await tempDir();
  let now = 1000;
  await using store = openEmbeddedStore(dir.path, { clock: { now: () => now, monotonic: () => 0 } });
  const run = await startRun(store);
  const cause = new RangeError("no such penguin");
  const error = new NodeError(`Node "train" failed: ${cause.message}`, { node: "train", inputs: [] }, {
    cause,
  });
  now = 1500;

  await run.end("FAILED", error);

  const stored = await store.getRun(run.id);
  assert.equal(stored?.info.status, "FAILED");
  assert.equal(stored.info.endTime, 1500);
  assert.equal(stored.tags["kedge.error.message"], 'Node "train" failed: no such penguin');
  assert.equal(stored.tags["kedge.error.node"], "train");
  assert.match(stored.tags["kedge.error.stack"] ?? "", /^RangeError: no such penguin\n.*start_run_test\.ts/);
});

Deno.test("ActiveRun.end() counts the first time it is called", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const run = await startRun(store);

  await Promise.all([run.end("FINISHED"), run.end("FAILED", new Error("late"))]);
  await run[Symbol.asyncDispose]();

  assert.equal((await store.getRun(run.id))?.info.status, "FINISHED");
  assert.deepEqual([...Deno.readDirSync(dir.join(".kedge/locks"))].map(({ name }) => name), ["gate"]);
});

Deno.test("ActiveRun refuses what is written after its end", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const run = await startRun(store, { name: "first" });
  await run.end("FINISHED");

  const expected = { name: "TrackingError", message: 'Cannot write to run "first": it has ended' };
  assert.throws(() => run.write({ params: [["late", "1"]] }), expected);
  assert.throws(() => run.log("info", "late"), expected);
  await assert.rejects(run.writeArtifact("late.txt", new Uint8Array()), expected);
});

Deno.test("ActiveRun ends as KILLED when it is disposed of without an end", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  let id: string;
  {
    await using run = await startRun(store);
    id = run.id;
  }

  assert.equal((await store.getRun(id))?.info.status, "KILLED");
});

Deno.test("ActiveRun.write() tells of entries once they are stored, and of none that are refused", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const told: [RunEntries, string | undefined][] = [];
  await using run = await startRun(store, { onWrite: (entries, node) => told.push([entries, node]) });
  const entries = { params: [["trees", "100"]] as const };

  run.write(entries, "train");
  assert.throws(() => run.write({ params: [["trees", "200"]] }, "train"), { name: "TrackingError" });

  assert.deepEqual(told, [[entries, "train"]]);
});

Deno.test("ActiveRun.log() keeps lines with time, level and node, and tells of them", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path, { clock: { now: () => 1000, monotonic: () => 0 } });
  const told: LogLine[] = [];
  await using run = await startRun(store, { onLog: (line) => told.push(line) });

  run.log("info", "first");
  run.log("warn", "with\0NUL", "train");

  const lines = [
    { time: 1000, level: "info", node: undefined, message: "first" },
    { time: 1000, level: "warn", node: "train", message: "with␀NUL" },
  ];
  assert.deepEqual(await store.getLogLines(run.id), lines);
  assert.deepEqual(told.map(({ level, node }) => [level, node]), [["info", undefined], ["warn", "train"]]);
});

Deno.test("ActiveRun.end() names the node that was seen to fail when the error does not", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const run = await startRun(store);

  run.recordNode({ node: "train", status: "failed", startTime: 1000, duration: 1, error: "cannot load" });
  await run.end("FAILED", new Error("cannot load"));

  assert.equal((await store.getRun(run.id))?.tags["kedge.error.node"], "train");
});

Deno.test("ActiveRun stores nodes at the end of the turn, without waiting for the end of the run", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await using run = await startRun(store);

  run.recordNode({ node: "clean", status: "running", startTime: 1000 });
  assert.deepEqual(await store.getNodes(run.id), []);
  await turn();

  assert.deepEqual((await store.getNodes(run.id)).map(({ node, status }) => [node, status]), [[
    "clean",
    "running",
  ]]);
});

Deno.test("startRun() without file locks runs all the same, and says so in the log of the run", async () => {
  await using dir = await tempDir();
  await using real = openEmbeddedStore(dir.path);
  const store: EmbeddedStore = { ...real, holdRun: () => undefined };

  const run = await startRun(store);
  await run.end("FINISHED");

  assert.equal((await store.getRun(run.id))?.info.status, "FINISHED");
  assert.deepEqual((await store.getLogLines(run.id)).map(({ level, message }) => `${level}: ${message}`), [
    "warn: Files cannot be locked here: if this process dies, the run stays RUNNING",
  ]);
});

Deno.test("ActiveRun.end() that cannot store the end leaves the run to be found interrupted", async () => {
  await using dir = await tempDir();
  await using real = openEmbeddedStore(dir.path);
  const store: EmbeddedStore = {
    ...real,
    finishRun: () => {
      throw new RangeError("the disk is full");
    },
  };
  const run = await startRun(store);

  await assert.rejects(run.end("FINISHED"), /the disk is full/);

  assert.deepEqual(real.recoverInterrupted(), [run.id]);
});

// Timers fire in order, so this one comes after those that are there.
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("a run that ends well has the artifacts that nobody waited for, also in a slow store", async () => {
  await using dir = await tempDir();
  const artifacts = memoryStore();
  const { promise: slow, resolve } = Promise.withResolvers<void>();
  const slowly: Store = {
    ...artifacts,
    async write(...args) {
      await slow;
      return await artifacts.write(...args);
    },
  };
  await using store = openEmbeddedStore(dir.path, { artifacts: slowly });
  const run = await startRun(store);

  const writing = run.writeArtifact("notes.txt", new TextEncoder().encode("hello"));
  const ending = run.end("FINISHED");
  resolve();
  await ending;

  assert.deepEqual((await store.listArtifacts(run.id)).map(({ path }) => path), ["notes.txt"]);
  assert.equal((await writing).size, 5);
});

Deno.test("a run that failed does not wait for an artifact that never comes", async () => {
  await using dir = await tempDir();
  const never: Store = { ...memoryStore(), write: () => new Promise(() => {}) };
  await using store = openEmbeddedStore(dir.path, { artifacts: never });
  const run = await startRun(store);

  void run.writeArtifact("notes.txt", new Uint8Array(1));
  await run.end("FAILED", new Error("The node failed"));

  assert.equal((await store.getRun(run.id))?.info.status, "FAILED");
});
