import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type EmbeddedStore, openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { walkFiles } from "../../support/walk_files.ts";

Deno.test("purge() removes all that is known of deleted runs, and nothing of others", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const before = rowsIn(store);
  await fill(store, "kept");
  const withOne = rowsIn(store);
  await fill(store, "gone");
  await store.deleteRun("gone");

  const shown = await store.describePurge();
  const report = await store.purge();

  assert.deepEqual({ ...report, shrunkBy: 0 }, { ...shown, shrunkBy: 0 });
  assert.deepEqual(report.runs.map(({ runId }) => runId), ["gone"]);
  assert.deepEqual([report.points, report.artifacts, report.bytes], [2, 1, 3]);
  assert.deepEqual(rowsIn(store), withOne);
  assert.equal((await store.getRun("kept"))?.metrics["loss"]?.value, 2);

  await store.deleteRun("kept");
  await store.purge();
  assert.deepEqual(rowsIn(store), before);
});

Deno.test("purge() removes deleted experiments that are left without runs, and their names can be used again", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const experimentId = await store.createExperiment("birds", { tags: { team: "a" } });
  store.insertRun("run", { experimentId });
  await store.deleteExperiment(experimentId);

  assert.deepEqual((await store.purge()).experiments, ["birds"]);

  assert.equal(await store.getExperimentByName("birds"), undefined);
  await store.createExperiment("birds");
});

Deno.test("purge() leaves what was deleted after a moment, and a run that was restored", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  for (const id of ["a", "b"]) store.insertRun(id, { experimentId: "0" });
  await store.deleteRun("a");
  await store.deleteRun("b");
  await store.restoreRun("b");

  assert.deepEqual((await store.purge({ before: 1000 })).runs, []);
  assert.deepEqual((await store.purge()).runs.map(({ runId }) => runId), ["a"]);
  assert.equal((await store.getRun("b"))?.info.lifecycleStage, "active");
});

Deno.test("purge() of some runs removes nothing else that is deleted", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  for (const id of ["a", "b", "c"]) store.insertRun(id, { experimentId: "0" });
  const gone = await store.createExperiment("gone");
  await store.deleteExperiment(gone);
  const { modelId } = await store.createLoggedModel({ experimentId: "0" });
  await store.deleteLoggedModel(modelId);
  for (const id of ["a", "b"]) await store.deleteRun(id);

  const { runs, experiments, models } = await store.purge({ runIds: ["a", "c"] });

  assert.deepEqual([runs.map(({ runId }) => runId), experiments, models], [["a"], [], []]);
  assert.deepEqual((await store.describePurge()).runs.map(({ runId }) => runId), ["b"]);
});

Deno.test("purge() removes what writes that were killed left between the artifacts of a run", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await fill(store, "gone");
  const [artifact = ""] = (await walkFiles(dir.join(".kedge/artifacts"))).filter((path) =>
    path.includes("gone")
  );
  await Deno.writeTextFile(join(dirname(artifact), ".kedge-write-0123456789abcdef"), "half");
  await store.deleteRun("gone");

  await store.purge();

  assert.deepEqual(await walkFiles(dir.join(".kedge/artifacts")), []);
});

Deno.test("purge() goes on where one that was interrupted stopped", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await fill(store, "gone");
  await store.deleteRun("gone");
  // As if it had died after it removed the artifacts.
  await Deno.remove(dir.join(".kedge/artifacts/0/gone"), { recursive: true });

  assert.equal((await store.purge()).runs.length, 1);
  assert.equal(await store.getRun("gone"), undefined);
});

Deno.test("purge() removes the models of the runs and deleted ones, and keeps versions and what other runs use", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  for (const id of ["gone", "kept"]) store.insertRun(id, { experimentId: "0" });
  const log = async (name: string, sourceRunId: string) => {
    const { modelId } = await store.createLoggedModel({
      experimentId: "0",
      name,
      sourceRunId,
      params: { a: "1" },
    });
    await store.writeModelArtifact(modelId, "model.json", new Uint8Array(100));
    return modelId;
  };
  const [own, version, used, deleted, other] = [
    await log("own", "gone"),
    await log("version", "gone"),
    await log("used", "gone"),
    await log("deleted", "kept"),
    await log("other", "kept"),
  ];
  await store.createRegisteredModel("net");
  await store.createModelVersion("net", { source: `models:/${version}` });
  await store.logRunModels("kept", [{ modelId: used, role: "input", step: 0 }]);
  await store.deleteLoggedModel(deleted);
  await store.deleteRun("gone");

  const shown = await store.describePurge();
  const report = await store.purge();

  assert.deepEqual({ ...report, shrunkBy: 0 }, { ...shown, shrunkBy: 0 });
  assert.deepEqual(report.models.map(({ name }) => name).sort(), ["deleted", "own"]);
  assert.equal(report.bytes, 200);
  for (const id of [version, used, other]) {
    assert.equal((await store.listModelArtifacts(id)).length, 1);
  }
  assert.equal(await store.getLoggedModel(own), undefined);
  const files = await walkFiles(dir.join(".kedge/artifacts/0/models"));
  assert.equal(files.length, 3);
});

Deno.test("purge() gives the space in the file back, and tells how much", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  store.insertRun("gone", { experimentId: "0" });
  const metrics = Array.from(
    { length: 20_000 },
    (_, step) => ({ key: "loss", value: step / 7, step, timestamp: step }),
  );
  store.write("gone", { metrics });
  store.finishRun("gone", { status: "FINISHED", endTime: 9e12 });
  await store.deleteRun("gone");

  const { shrunkBy } = await store.purge();

  assert.ok(shrunkBy > 400_000, `${shrunkBy}`);
  assert.ok((await Deno.stat(store.endpoint)).size < shrunkBy);
  assert.equal((await store.searchRuns()).items.length, 0);
});

async function fill(store: EmbeddedStore, runId: string): Promise<void> {
  store.insertRun(runId, { experimentId: "0", tags: { team: runId } });
  store.write(runId, {
    params: [["lr", "1"]],
    metrics: [1, 2].map((value, step) => ({ key: "loss", value, step, timestamp: 1 })),
  });
  store.writeNodes(runId, [{ node: "n", status: "done", startTime: 1 }]);
  store.writeLogLines(runId, [{ time: 1, level: "info", message: "m" }]);
  const dataset = { name: runId, digest: "1", sourceType: "local", source: "{}" };
  store.writeDatasetUses(runId, [{ role: "input", dataset, time: 1, tags: { a: "b" } }]);
  store.writeSnapshots(runId, [{ name: "own", text: runId, sha256: runId }]);
  await store.writeArtifact(runId, "a.txt", new Uint8Array(3));
  store.finishRun(runId, { status: "FINISHED", endTime: 9e12 });
}

function rowsIn({ endpoint }: EmbeddedStore): Readonly<Record<string, number>> {
  if (!exists(endpoint)) return EMPTY;
  using database = new DatabaseSync(endpoint, { readOnly: true });
  const tables = database.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  )
    .all().map(({ name }) => String(name));
  return Object.fromEntries(
    tables.map((
      table,
    ) => [table, Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"])])
      .filter(([, count]) => count !== 0),
  );
}

const EMPTY = { experiments: 1 };

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

for (
  const [what, content] of Object.entries({
    points: { points: 3000, params: 1, lines: 0, text: 0 },
    params: { points: 1, params: 300, lines: 0, text: 0 },
    "lines of logs": { points: 1, params: 1, lines: 500, text: 0 },
    "what runs were made from": { points: 1, params: 1, lines: 0, text: 20_000 },
  })
) {
  Deno.test(`describePurge() tells by how much the file will shrink without ${what}, to a third`, async () => {
    await using dir = await tempDir();
    await using store = openEmbeddedStore(dir.path);
    for (let i = 0; i < 40; i++) {
      fillMuch(store, `run${i}`, content);
      if (i % 2 === 0) await store.deleteRun(`run${i}`);
    }

    const { shrunkBy: told } = await store.describePurge();
    const { shrunkBy } = await store.purge();

    assert.ok(shrunkBy > 0 && told > shrunkBy * 0.67 && told < shrunkBy * 1.33, `${told} for ${shrunkBy}`);
    assert.equal((await store.describePurge()).shrunkBy, 0);
  });
}

function fillMuch(
  store: EmbeddedStore,
  id: string,
  content: Readonly<Record<"points" | "params" | "lines" | "text", number>>,
): void {
  const { points, params, lines, text } = content;
  store.insertRun(id, { experimentId: "0", runName: id });
  store.write(id, {
    params: Array.from({ length: params }, (_, i) => [`model.layer${i}.units`, `${i / 7}`] as const),
    metrics: Array.from({ length: points }, (_, step) => ({
      ...{ key: "loss", value: step / 7, step, timestamp: 1_750_000_000_000 + step },
    })),
  });
  store.writeLogLines(
    id,
    Array.from({ length: lines }, (_, i) => ({
      ...{ time: 1_750_000_000_000, level: "info" as const, node: "train", message: `epoch ${i} is over` },
    })),
  );
  if (text > 0) store.writeSnapshots(id, [{ name: "graph.json", text: id.padEnd(text, "x"), sha256: id }]);
  store.finishRun(id, { status: "FINISHED", endTime: 1_750_000_100_000 });
}
