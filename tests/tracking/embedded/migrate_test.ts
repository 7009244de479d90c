import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { type EmbeddedStore, openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { SCHEMA_VERSION } from "../../../lib/tracking/embedded/schema.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const CHILD = fileURLToPath(new URL("../children/open_store.ts", import.meta.url));

for (let version = 1; version <= SCHEMA_VERSION; version++) {
  Deno.test(`openEmbeddedStore() opens a store of schema ${version} that was written once and kept`, async () => {
    await using dir = await keptStore(version);
    await using store = openEmbeddedStore(dir.path);

    await checkKeptRuns(store);

    assert.equal(versionOf(dir.join(".kedge/runs.db")), SCHEMA_VERSION);
    const { items: [, finished] } = await store.searchRuns();
    await store.logBatch(finished?.info.runId ?? "", { params: [["more", "1"]] });
  });

  Deno.test(`openEmbeddedStore() with readOnly reads a store of schema ${version}, and leaves it as it is`, async () => {
    await using dir = await keptStore(version);
    const before = await Deno.readFile(dir.join(".kedge/runs.db"));
    await using store = openEmbeddedStore(dir.path, { readOnly: true });

    await checkKeptRuns(store);

    assert.deepEqual(await Deno.readFile(dir.join(".kedge/runs.db")), before);
  });
}

Deno.test("openEmbeddedStore() reads what the kept store of schema 2 holds besides", async () => {
  await using dir = await keptStore(2);
  await using store = openEmbeddedStore(dir.path);
  const { items: [, { info: { runId } } = { info: { runId: "" } }] } = await store.searchRuns();

  const uses = await store.getDatasetUses(runId);

  assert.deepEqual(uses.map(({ role, uri, node }) => [role, uri, node]), [
    ["input", "data/penguins.csv", "clean"],
    ["output", "data/model.json", "train"],
  ]);
  assert.deepEqual(await store.getSnapshots(runId), { "graph.json": '[{"name":"clean"}]' });
  assert.equal(store.runIdOfKey("nightly"), runId);
  const [version] = (await store.searchModelVersions({ filter: "name = 'forest'" })).items;
  assert.equal(version?.runId, runId);
  const found = await store.searchRuns({
    filter: "params.`model.trees` = '100' AND datasets.context = 'clean'",
  });
  assert.deepEqual(found.items.map(({ info }) => info.runId), [runId]);
});

Deno.test("openEmbeddedStore() reads what the kept store of schema 3 holds besides: what a server has of it", async () => {
  await using dir = await keptStore(3);
  await using store = openEmbeddedStore(dir.path);

  const [target] = await store.describeReplication();

  assert.equal(target?.uri, "http://mlflow.example:5000");
  const [run] = target.unfinished.filter(({ kind }) => kind === "run");
  assert.equal(run?.remoteId, "c0ffee");
  assert.deepEqual(run.refused.map(({ kind, reason }) => [kind, reason])[0], [
    "param",
    "the server keeps artifacts elsewhere",
  ]);
  assert.ok(run.waiting > 0);
});

Deno.test("openEmbeddedStore() keeps a copy of the older store that it brings forward", async () => {
  await using dir = await keptStore(1);
  const path = dir.join(".kedge/runs.db");
  // What is still in the write-ahead log belongs to the copy.
  const writer = new DatabaseSync(path);
  writer.exec("PRAGMA journal_mode = WAL; UPDATE runs SET name = 'in the log' WHERE run = 1");
  await using store = openEmbeddedStore(dir.path);

  await store.searchRuns();

  writer.close();
  const copy = dir.join(".kedge/runs.schema-1.db");
  assert.equal(versionOf(copy), 1);
  using database = new DatabaseSync(copy, { readOnly: true });
  assert.equal(database.prepare("SELECT name FROM runs WHERE run = 1").get()?.["name"], "in the log");
  assert.equal(database.prepare("PRAGMA integrity_check").get()?.["integrity_check"], "ok");
  assert.deepEqual(
    [...Deno.readDirSync(dir.join(".kedge"))].filter(({ name }) => name.includes(".part")),
    [],
  );
});

Deno.test("openEmbeddedStore() leaves an older store as it was when it cannot bring it forward", async () => {
  await using dir = await keptStore(1);
  const path = dir.join(".kedge/runs.db");
  {
    using database = new DatabaseSync(path);
    // Stands in the way of the last steps.
    database.exec("CREATE TABLE model_aliases (theirs TEXT)");
  }
  await using store = openEmbeddedStore(dir.path);

  await assert.rejects(store.searchRuns(), {
    name: "TrackingError",
    message: /^Cannot bring the tracking store ".+" from schema 1 to 3, it is as it was: .+model_aliases/,
  });

  assert.equal(versionOf(path), 1);
  using database = new DatabaseSync(path, { readOnly: true });
  assert.equal(
    database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'datasets'").get()?.["n"],
    0,
  );
  assert.equal(database.prepare("SELECT count(*) AS n FROM runs").get()?.["n"], 2);
});

Deno.test("openEmbeddedStore() brings an older store forward once when several processes open it at once", async () => {
  await using dir = await keptStore(1);

  const children = await Promise.all(Array.from({ length: 4 }, () => openInChild(dir.path).output()));

  for (const { code, stderr } of children) assert.equal(code, 0, new TextDecoder().decode(stderr));
  await using store = openEmbeddedStore(dir.path);
  await checkKeptRuns(store);
});

Deno.test("a process killed while it brings a store forward leaves the old store or the new one", async () => {
  for (let round = 0; round < 6; round++) {
    await using dir = await keptStore(1);
    const path = dir.join(".kedge/runs.db");
    addRuns(path, 3000);
    const child = openInChild(dir.path).spawn();
    // From the moment it begins to copy.
    while (!exists(`${path.slice(0, -3)}.schema-1.db.part`) && !exists(`${path.slice(0, -3)}.schema-1.db`)) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await new Promise((resolve) => setTimeout(resolve, round * 8));
    try {
      child.kill("SIGKILL");
    } catch {
      // It was faster.
    }
    await child.output();

    await using store = openEmbeddedStore(dir.path);
    assert.equal((await store.searchRuns({ maxResults: 5000 })).items.length, 3002);
    using database = new DatabaseSync(path);
    assert.equal(database.prepare("PRAGMA integrity_check").get()?.["integrity_check"], "ok");
    assert.equal(versionOf(path), SCHEMA_VERSION);
    assert.equal(database.prepare("SELECT count(*) AS n FROM params WHERE settled = 0").get()?.["n"], 0);
  }
});

async function keptStore(version: number): Promise<TempDir> {
  const dir = await tempDir();
  await Deno.mkdir(dir.join(".kedge"));
  await Deno.copyFile(
    new URL(`../fixtures/schema_${version}.db`, import.meta.url),
    dir.join(".kedge/runs.db"),
  );
  return dir;
}

async function checkKeptRuns(store: EmbeddedStore): Promise<void> {
  const { items: [failed, finished] } = await store.searchRuns();
  assert.equal(failed?.info.runName, "brave-tern-52");
  assert.equal(failed.info.status, "FAILED");
  assert.equal(failed.tags["kedge.error.message"], "no such penguin");
  assert.equal(finished?.info.runName, "shining-auk-417");
  assert.equal(finished.info.status, "FINISHED");
  assert.equal(finished.info.userId, "ada");
  assert.deepEqual(finished.params, { "model.trees": "100", "model.seed": "7" });
  assert.deepEqual(finished.metrics["loss"], { key: "loss", value: NaN, step: 2, timestamp: 1795000002000 });
  const history = await store.getMetricHistory(finished.info.runId, "loss");
  assert.deepEqual(history.map(({ value }) => value), [0.5, Infinity, NaN]);
  const [artifact] = await store.listArtifacts(finished.info.runId);
  assert.equal(artifact?.path, "model/forest.json");
  assert.deepEqual((await store.getNodes(finished.info.runId)).map(({ node }) => node), ["clean", "train"]);
  assert.deepEqual((await store.getLogLines(finished.info.runId)).map(({ message }) => message), ["hello"]);
  assert.equal((await store.getExperimentByName("penguins"))?.tags["team"], "birds");
}

function openInChild(directory: string): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", CHILD, directory],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

function addRuns(path: string, count: number): void {
  using database = new DatabaseSync(path);
  database.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO runs (run_id, experiment, name, user_id, status, start_time)
      SELECT 'added' || i, 0, 'added', '', 'FINISHED', i FROM n;
    INSERT INTO params SELECT run, 'p' || column1, 'v' FROM runs, (VALUES (1), (2), (3), (4)) WHERE name = 'added';
  `);
}

function versionOf(path: string): unknown {
  using database = new DatabaseSync(path, { readOnly: true });
  return database.prepare("PRAGMA user_version").get()?.["user_version"];
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
