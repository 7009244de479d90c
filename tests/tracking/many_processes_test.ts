import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { captureDeno } from "../../tasks/process.ts";
import { tempDir } from "../support/temp_dir.ts";

const CHILD = fileURLToPath(new URL("children/log_points.ts", import.meta.url));
const COMING_AND_GOING = fileURLToPath(new URL("children/begin_and_end.ts", import.meta.url));

Deno.test("eight processes that begin a store together lose nothing and meet no error", async () => {
  await using dir = await tempDir();
  const count = 500;

  const results = await Promise.all(
    Array.from(
      { length: 8 },
      (_, i) => captureDeno(["run", "-A", CHILD, dir.path, String(count), `run ${i}`]),
    ),
  );

  for (const { code, stderr } of results) assert.equal(code, 0, stderr);
  await using store = openEmbeddedStore(dir.path);
  const { items } = await store.searchRuns();
  assert.deepEqual(
    items.map(({ info }) => info.runName).sort(),
    Array.from({ length: 8 }, (_, i) => `run ${i}`),
  );
  for (const { info } of items) {
    assert.equal(info.status, "FINISHED");
    const history = await store.getMetricHistory(info.runId, "loss");
    assert.deepEqual(history.map(({ value }) => value), Array.from({ length: count }, (_, step) => step / 3));
    assert.equal((await store.getDatasetUses(info.runId)).length, count / 50);
    assert.equal(Object.keys(await store.getSnapshots(info.runId)).length, count / 50);
  }
  const found = await store.searchRuns({ filter: "metrics.loss > 100 AND datasets.name = 'data 50'" });
  assert.equal(found.items.length, 8);
  // One experiment for all, though all of them asked for it at once.
  assert.deepEqual((await store.listExperiments()).map(({ name }) => name), ["crowd", "Default"]);
});

Deno.test("processes that begin and end runs together never take a run of another for interrupted", async () => {
  await using dir = await tempDir();

  const results = await Promise.all(
    Array.from({ length: 4 }, () => captureDeno(["run", "-A", COMING_AND_GOING, dir.path, "15"])),
  );

  for (const { code, stderr } of results) assert.equal(code, 0, stderr);
  await using store = openEmbeddedStore(dir.path);
  const { items } = await store.searchRuns();
  assert.equal(items.length, 60);
  assert.deepEqual(new Set(items.map(({ info }) => info.status)), new Set(["FINISHED"]));
  assert.deepEqual([...Deno.readDirSync(dir.join(".kedge/locks"))].map(({ name }) => name), ["gate"]);
});
