import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { TrackingError } from "../../../lib/core/errors.ts";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { SCHEMA_VERSION } from "../../../lib/tracking/embedded/schema.ts";
import { tempDir } from "../../support/temp_dir.ts";

const KEPT = new URL(`../fixtures/schema_${SCHEMA_VERSION}.db`, import.meta.url);

Deno.test("openEmbeddedStore() touches nothing until something is written", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);

  assert.deepEqual((await store.searchRuns()).items, []);
  assert.equal((await store.getExperimentByName("Default"))?.experimentId, "0");
  assert.deepEqual(store.recoverInterrupted(), []);

  assert.deepEqual(names(dir.path), []);
  await store.createExperiment("penguins");
  assert.deepEqual(names(dir.path), [".kedge"]);
  assert.ok(names(dir.join(".kedge")).includes("runs.db"));
});

Deno.test("openEmbeddedStore() keeps its folder out of git", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);

  await store.createExperiment("penguins");

  assert.equal(await Deno.readTextFile(dir.join(".kedge/.gitignore")), "*\n");
});

Deno.test("openEmbeddedStore() sees what another process began meanwhile", async () => {
  await using dir = await tempDir();
  await using reader = openEmbeddedStore(dir.path);
  assert.deepEqual((await reader.searchRuns()).items, []);

  await using writer = openEmbeddedStore(dir.path);
  await writer.createRun({ experimentId: "0", runName: "first" });

  assert.deepEqual((await reader.searchRuns()).items.map(({ info }) => info.runName), ["first"]);
});

Deno.test("openEmbeddedStore() refuses a store that a newer version wrote, and leaves it as it is", async () => {
  await using dir = await tempDir();
  await dir.write({ ".kedge/other.txt": "" });
  const path = dir.join(".kedge/runs.db");
  await Deno.copyFile(KEPT, path);
  setUserVersion(path, SCHEMA_VERSION + 1);
  const before = await Deno.readFile(path);
  await using store = openEmbeddedStore(dir.path);

  const expected = {
    name: "TrackingError",
    endpoint: path,
    code: "INVALID_STATE",
    message: /a newer version of Kedge wrote it \(schema 4, this version reads up to 3\)/,
  };
  await assert.rejects(store.searchRuns(), expected);
  await assert.rejects(store.createExperiment("penguins"), expected);

  assert.deepEqual(await Deno.readFile(path), before);
  assert.deepEqual(names(dir.join(".kedge")), ["other.txt", "runs.db"]);
});

Deno.test("openEmbeddedStore() refuses a newer version that is still in the write-ahead log", async () => {
  await using dir = await tempDir();
  await begin(dir.path);
  using newer = new DatabaseSync(dir.join(".kedge/runs.db"));
  newer.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  await using store = openEmbeddedStore(dir.path);
  await using reader = openEmbeddedStore(dir.path, { readOnly: true });

  const refused = new RegExp(`schema ${SCHEMA_VERSION + 1}, this version reads up to ${SCHEMA_VERSION}`);
  await assert.rejects(store.searchRuns(), refused);
  await assert.rejects(reader.searchRuns(), refused);
});

Deno.test("openEmbeddedStore() makes the tables of the kept store: whoever changes them raises the version", async () => {
  await using dir = await tempDir();
  await begin(dir.path);
  const tablesOf = (path: string) => {
    using database = new DatabaseSync(path, { readOnly: true });
    return database.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").all()
      .map(({ sql }) => sql);
  };
  await Deno.copyFile(KEPT, dir.join("kept.db"));

  assert.deepEqual(tablesOf(dir.join(".kedge/runs.db")), tablesOf(dir.join("kept.db")));
});

Deno.test("openEmbeddedStore() says why it cannot make its folder", async () => {
  await using dir = await tempDir();
  await dir.write({ ".kedge": "a file" });
  await using store = openEmbeddedStore(dir.path);

  await assert.rejects(store.createExperiment("penguins"), {
    name: "TrackingError",
    message: /^Cannot make the folder ".+\/\.kedge" for tracking: File exists/,
  });
  assert.deepEqual((await store.searchRuns()).items, []);
  assert.deepEqual(store.recoverInterrupted(), []);
});

Deno.test("openEmbeddedStore() refuses a file that is no store", async () => {
  await using dir = await tempDir();
  const path = dir.join(".kedge/runs.db");
  const other = new DatabaseSync(":memory:");
  other.close();

  for (const content of ["not a database", "x".repeat(5000)]) {
    await dir.write({ ".kedge/runs.db": content });
    await using store = openEmbeddedStore(dir.path);

    await assert.rejects(store.searchRuns(), {
      name: "TrackingError",
      endpoint: path,
      code: "DATA_LOSS",
      message:
        `Cannot open the tracking store "${path}": it is not a store of Kedge, or it is damaged. Move it away to start a new one`,
    });
    assert.equal(await Deno.readTextFile(path), content);
  }
});

Deno.test("openEmbeddedStore() refuses the SQLite file of another program", async () => {
  await using dir = await tempDir();
  await Deno.mkdir(dir.join(".kedge"));
  const other = new DatabaseSync(dir.join(".kedge/runs.db"));
  other.exec("CREATE TABLE theirs (x)");
  other.close();
  await using store = openEmbeddedStore(dir.path);

  await assert.rejects(store.createExperiment("penguins"), { name: "TrackingError", code: "DATA_LOSS" });
});

Deno.test("openEmbeddedStore() says that a file is damaged when it finds out", async () => {
  await using dir = await tempDir();
  await begin(dir.path);
  const path = dir.join(".kedge/runs.db");
  const bytes = await Deno.readFile(path);
  bytes.fill(0x5a, 200);
  await Deno.writeFile(path, bytes);
  await using store = openEmbeddedStore(dir.path);

  await assert.rejects(store.searchRuns(), {
    name: "TrackingError",
    code: "DATA_LOSS",
    message: `Cannot use the tracking store "${path}": the file is damaged`,
  });
});

Deno.test("openEmbeddedStore() makes a store of the empty file that a killed process left", async () => {
  await using dir = await tempDir();
  await dir.write({ ".kedge/runs.db": "" });
  await using store = openEmbeddedStore(dir.path);

  await store.createExperiment("penguins");

  assert.equal((await store.getExperimentByName("penguins"))?.name, "penguins");
});

Deno.test("openEmbeddedStore() marks its file, so that others know what it is", async () => {
  await using dir = await tempDir();
  await begin(dir.path);

  const header = (await Deno.readFile(dir.join(".kedge/runs.db"))).subarray(0, 100);

  assert.equal(new TextDecoder().decode(header.subarray(68, 72)), "KEDG");
  assert.equal(new DataView(header.buffer).getUint32(60), SCHEMA_VERSION);
});

Deno.test("openEmbeddedStore() refuses to work after it was closed", async () => {
  await using dir = await tempDir();
  const store = openEmbeddedStore(dir.path);
  await store[Symbol.asyncDispose]();

  await assert.rejects(store.searchRuns(), {
    name: "TrackingError",
    code: "INVALID_STATE",
    message: /it is closed$/,
  });
  assert.throws(() => store.write("0", {}), TrackingError);
});

async function begin(directory: string): Promise<void> {
  await using store = openEmbeddedStore(directory);
  await store.createExperiment("penguins");
}

function setUserVersion(path: string, version: number): void {
  using file = Deno.openSync(path, { write: true });
  file.seekSync(60, Deno.SeekMode.Start);
  file.writeSync(Uint8Array.of(0, 0, 0, version));
}

function names(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}
