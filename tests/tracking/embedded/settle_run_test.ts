import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { tempDir } from "../../support/temp_dir.ts";

const ENTRIES = {
  params: [["lr", "0.1"]],
  tags: [["team", "birds"]],
  metrics: [{ key: "loss", value: 1, step: 0, timestamp: 1 }],
} as const;

Deno.test("a run enters the value index when it ends, and not before", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  store.insertRun("run", { experimentId: "0", runName: "first" });
  store.write("run", ENTRIES);
  assert.deepEqual(indexed(store.endpoint), []);

  store.finishRun("run", { status: "FAILED", endTime: 9e12 });

  assert.deepEqual(indexed(store.endpoint), ["loss=1", "lr=0.1", "mlflow.runName=first", "team=birds"]);
});

Deno.test("what is written to a run that has ended enters the value index at once", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  store.insertRun("run", { experimentId: "0", runName: "first" });
  store.write("run", { metrics: [{ key: "loss", value: 1, step: 0, timestamp: 1 }] });
  store.finishRun("run", { status: "FINISHED", endTime: 9e12 });

  store.write("run", { metrics: [{ key: "loss", value: 2, step: 1, timestamp: 1 }] });
  store.write("run", { params: [["lr", "0.1"]], tags: [["team", "birds"]] });
  await store.updateRun("run", { runName: "second" });

  assert.deepEqual(indexed(store.endpoint), ["loss=2", "lr=0.1", "mlflow.runName=second", "team=birds"]);
});

Deno.test("a run that is resumed stays in the value index with what is true, and enters again when it ends", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  store.insertRun("run", { experimentId: "0", runName: "first" });
  store.write("run", ENTRIES);
  store.finishRun("run", { status: "FAILED", endTime: 9e12 });

  await store.updateRun("run", { status: "RUNNING" });
  store.write("run", { metrics: [{ key: "loss", value: 2, step: 1, timestamp: 1 }] });
  store.write("run", { metrics: [{ key: "loss", value: 3, step: 2, timestamp: 1 }] });
  assert.deepEqual(indexed(store.endpoint), ["lr=0.1", "mlflow.runName=first", "team=birds"]);

  store.finishRun("run", { status: "FINISHED", endTime: 9e12 });
  assert.deepEqual(indexed(store.endpoint), ["loss=3", "lr=0.1", "mlflow.runName=first", "team=birds"]);
});

function indexed(path: string): unknown[] {
  using database = new DatabaseSync(path, { readOnly: true });
  return database.prepare(`
    SELECT key || '=' || CAST(CAST(value AS INTEGER) AS TEXT) AS entry
      FROM metrics INDEXED BY metrics_by_value WHERE step IS NOT NULL
    UNION ALL SELECT key || '=' || value FROM params INDEXED BY params_by_value WHERE settled = 1
    UNION ALL SELECT key || '=' || value FROM tags INDEXED BY tags_by_value WHERE settled = 1
    ORDER BY entry`).all().map(({ entry }) => entry);
}
