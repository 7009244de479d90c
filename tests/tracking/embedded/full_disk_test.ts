import assert from "node:assert/strict";
import { SYSTEM_CLOCK } from "../../../lib/core/clock.ts";
import { Connection } from "../../../lib/tracking/embedded/connection.ts";
import { type EmbeddedStore, openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { readMetricHistory } from "../../../lib/tracking/embedded/metrics.ts";
import { createRun } from "../../../lib/tracking/embedded/runs.ts";
import { canMount, smallDisk } from "../../support/small_disk.ts";
import { tempDir } from "../../support/temp_dir.ts";

const FULL = /^Cannot use the tracking store ".+": the disk is full; what was stored before is intact$/;

Deno.test("a database that cannot grow says so, keeps what it has, and goes on when there is room again", async () => {
  await using dir = await tempDir();
  using connection = new Connection({
    path: dir.join("runs.db"),
    durability: "normal",
    readOnly: false,
    busyTimeout: 1000,
    clock: SYSTEM_CLOCK,
  });
  const database = connection.forWriting();
  createRun(database, { runId: "run", experimentId: "0", name: "first", startTime: 1, tags: {} });
  const log = (step: number) =>
    connection.writer().write("run", { metrics: [{ key: "loss", value: step, step, timestamp: 1 }] });
  database.exec("PRAGMA max_page_count = 30");

  const stored = countUntilFull(log);
  const batch = Array.from({ length: 5000 }, (_, i) => ({ key: "more", value: i, step: i, timestamp: 1 }));
  assert.throws(() => connection.writer().write("run", { metrics: batch }), { message: FULL });

  const history = () => readMetricHistory(database, "run", "loss").map(({ value }) => value);
  assert.deepEqual(history(), Array.from({ length: stored }, (_, i) => i));
  database.exec("PRAGMA max_page_count = 1000000");
  log(stored);
  connection.writer().write("run", { metrics: batch });
  assert.equal(history().length, stored + 1);
  assert.equal(readMetricHistory(database, "run", "more").length, 5000);
});

Deno.test({
  name: "a store on a full disk says so, keeps what it has, and goes on when there is room again",
  ignore: !await canMount(),
  fn: async () => {
    await using disk = await smallDisk(2 << 20);
    assert.ok(disk);
    await using store = openEmbeddedStore(disk.path);
    store.insertRun("run", { experimentId: "0" });
    await Deno.writeFile(`${disk.path}/filler`, new Uint8Array(1 << 20));
    const log = (step: number) =>
      store.write("run", { metrics: [{ key: "loss", value: step, step, timestamp: 1 }] });

    const stored = countUntilFull(log);
    await assert.rejects(store.writeArtifact("run", "large.bin", new Uint8Array(2 << 20)), {
      name: "TrackingError",
      code: "TEMPORARILY_UNAVAILABLE",
      message: /^Cannot store artifact "large\.bin" of run ".+": Cannot write ".+": the disk is full$/,
    });

    assert.deepEqual(await values(store), Array.from({ length: stored }, (_, i) => i));
    assert.deepEqual(await store.listArtifacts("run"), []);
    await Deno.remove(`${disk.path}/filler`);
    log(stored);
    assert.equal((await values(store)).length, stored + 1);
  },
});

function countUntilFull(log: (step: number) => void): number {
  for (let step = 0; step < 1_000_000; step++) {
    try {
      log(step);
    } catch (error) {
      assert.ok(error instanceof Error);
      assert.equal(error.name, "TrackingError");
      assert.equal((error as { code?: unknown }).code, "RESOURCE_EXHAUSTED");
      assert.match(error.message, FULL);
      return step;
    }
  }
  throw new Error("The disk never filled up");
}

async function values(store: EmbeddedStore): Promise<readonly number[]> {
  return (await store.getMetricHistory("run", "loss")).map(({ value }) => value);
}
