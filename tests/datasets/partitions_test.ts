import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import type { Catalog } from "../../lib/catalog/catalog.ts";
import { isSecret } from "../../lib/core/secret.ts";
import type { DatasetType } from "../../lib/datasets/dataset_type.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";
import { BUILTIN_TYPES } from "../../lib/datasets/types.ts";
import type { Partitions } from "../../lib/datasets/partitions/partitioned_dataset.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";
import { keysOf } from "../support/store_content.ts";

function catalogOf(dir: TempDir, fields: Readonly<Record<string, unknown>>): Catalog {
  return createCatalog({
    root: dir.path,
    saveVersion: "9",
    entries: { parts: { type: "partitions.PartitionedDataset", path: "parts", dataset: "json", ...fields } },
  });
}

async function filesOf(dir: TempDir): Promise<readonly string[]> {
  return await keysOf(localStore(dir.path));
}

async function loadAll(catalog: Catalog): Promise<unknown> {
  const parts = await catalog.load("parts") as Partitions;
  const loaded = Object.entries(parts).map(async ([id, load]) => [id, await load()] as const);
  return Object.fromEntries(await Promise.all(loaded));
}

Deno.test("a partitioned dataset saves each value under its id, and calls functions when their turn comes", async () => {
  await using dir = await tempDir();
  const catalog = catalogOf(dir, { filename_suffix: ".json" });
  const log: string[] = [];

  await catalog.save("parts", {
    c: async () => {
      log.push(`c after ${await filesOf(dir)}`);
      return 3;
    },
    "/a/b": 1,
    b: () => {
      log.push("b");
      return null;
    },
  });

  assert.deepEqual(await filesOf(dir), ["parts/a/b.json", "parts/b.json", "parts/c.json"]);
  assert.deepEqual(log, ["b", "c after parts/a/b.json,parts/b.json"]);
  assert.deepEqual(await loadAll(catalog), { "a/b": 1, b: null, c: 3 });
});

Deno.test("a partitioned dataset loads a partition when it is asked for it", async () => {
  await using dir = await tempDir();
  await dir.write({
    "parts/a.json": "1",
    "parts/b.json": "not JSON",
    "parts/c.txt": "",
    "parts/x/d.json": "4",
  });
  const catalog = catalogOf(dir, { filename_suffix: ".json", path: "parts/" });

  const parts = await catalog.load("parts") as Partitions;

  assert.deepEqual(Object.keys(parts), ["a", "b", "x/d"]);
  assert.equal(await parts["a"]?.(), 1);
  await assert.rejects(parts["b"]!(), /Cannot read "parts\/b.json:1": Text must be JSON/);
});

Deno.test("a partitioned dataset looks as deep as it may, and fails where nothing is", async () => {
  await using dir = await tempDir();
  await dir.write({ "parts/a": "1", "parts/x/b": "2", "partsbeside": "3" });

  assert.deepEqual(await loadAll(catalogOf(dir, {})), { a: 1, "x/b": 2 });
  assert.deepEqual(await loadAll(catalogOf(dir, { load_args: { maxdepth: 1 } })), { a: 1 });
  const empty = catalogOf(dir, { path: "none" });
  assert.equal(await empty.exists("parts"), false);
  await assert.rejects(empty.load("parts"), {
    message: 'Cannot load dataset "parts": no partitions are in "none"',
  });
});

Deno.test("a partitioned dataset with overwrite removes what was not saved anew, after the saving", async () => {
  await using dir = await tempDir();
  await dir.write({ "parts/a.json": "1", "parts/b.json": "2", "parts/note.txt": "stays" });
  const catalog = catalogOf(dir, { filename_suffix: ".json", overwrite: true });

  await catalog.save("parts", { b: async () => (await (await catalog.load("parts") as Partitions)["a"]!()) });

  assert.deepEqual(await filesOf(dir), ["parts/b.json", "parts/note.txt"]);
  assert.deepEqual(await loadAll(catalog), { b: 1 });
});

Deno.test("a partitioned dataset refuses ids that lead elsewhere, before it saves anything", async () => {
  await using dir = await tempDir();
  const catalog = catalogOf(dir, {});

  for (const id of ["../x", "a/../../x", "a//b", "", ".", "a\\..\\x", "a\0"]) {
    await assert.rejects(catalog.save("parts", { a: 1, [id]: 2 }), /is no partition of "parts"/, id);
  }
  await assert.rejects(
    catalog.save("parts", [1]),
    /Partitions are saved as a map of ids to values: found a list/i,
  );
  await assert.rejects(catalog.save("parts", { a: () => undefined }), /no value to save for partition "a"/);

  assert.deepEqual(await filesOf(dir), []);
});

Deno.test("a partitioned dataset saves functions as they are when it is not lazy", async () => {
  await using dir = await tempDir();

  await assert.rejects(
    catalogOf(dir, { save_lazily: false }).save("parts", { a: () => 1 }),
    /the value is a function, which JSON cannot hold/,
  );
});

Deno.test("partitions may have versions", async () => {
  await using dir = await tempDir();
  const catalog = catalogOf(dir, {
    dataset: { type: "json", versioned: true },
    filename_suffix: ".json",
    overwrite: true,
  });
  await dir.write({
    "parts/old.json/1/old.json": "0",
    "parts/a/b.json/1/b.json": "1",
    "parts/plain.json": "",
  });

  await catalog.save("parts", new Map([["a/b", 2]]));

  assert.deepEqual(await filesOf(dir), [
    "parts/a/b.json/1/b.json",
    "parts/a/b.json/9/b.json",
    "parts/plain.json",
  ]);
  assert.deepEqual(await loadAll(catalog), { "a/b": 2 });
});

Deno.test("partitions get the credentials of the folder, unless they name their own", async () => {
  await using dir = await tempDir();
  await dir.write({ "parts/a": "1" });
  const seen: unknown[] = [];
  const vault: DatasetType = {
    type: "vault",
    parseOptions: (value) => ({ value }),
    create(_options, { credentials }) {
      assert.ok(Object.values(credentials ?? {}).every(isSecret));
      seen.push(
        Object.fromEntries(Object.entries(credentials ?? {}).map(([key, each]) => [key, each.reveal()])),
      );
      return memoryDataset(1);
    },
  };
  const own = { type: "vault", credentials: "inner" };
  for (const [dataset, credentials] of [["vault", "outer"], [own, "outer"], [own, undefined]]) {
    const catalog = createCatalog({
      root: dir.path,
      types: [...BUILTIN_TYPES, vault],
      entries: { parts: { type: "partitioned", path: "parts", dataset, credentials } },
      credentials: { outer: { key: "hunter2" }, inner: { key: "hunter3" } },
    });
    await loadAll(catalog);
    assert.doesNotMatch(JSON.stringify([catalog.describe("parts"), catalog.resolve("parts")]), /hunter/);
  }

  assert.deepEqual(seen, [{ key: "hunter2" }, { key: "hunter3" }, { key: "hunter3" }]);
});

Deno.test("an incremental dataset loads what came after the checkpoint, which confirm() moves", async () => {
  await using dir = await tempDir();
  await dir.write({ "parts/1.json": "1", "parts/2.json": "2" });
  const catalog = catalogOf(dir, { type: "incremental", filename_suffix: ".json" });

  assert.deepEqual(await catalog.load("parts"), { 1: 1, 2: 2 });
  await dir.write({ "parts/3.json": "3" });
  await catalog.confirm("parts");
  assert.deepEqual(await catalog.load("parts"), { 1: 1, 2: 2 });
  catalog.release("parts");

  assert.equal(await Deno.readTextFile(dir.join("parts/CHECKPOINT")), "2");
  assert.deepEqual(await catalog.load("parts"), { 3: 3 });
  await catalog.confirm("parts");
  const later = catalogOf(dir, { type: "incremental", filename_suffix: ".json" });
  assert.equal(await later.exists("parts"), false);
  assert.deepEqual(await later.load("parts"), {});
  await later.confirm("parts");
  await later.save("parts", { 4: () => 4 });
  assert.deepEqual(await later.load("parts"), { 4: 4 });
});

Deno.test("a checkpoint can be forced, compared in another way and kept elsewhere in the folder", async () => {
  await using dir = await tempDir();
  await dir.write({ "parts/1": "1", "parts/2": "2", "parts/3": "3" });
  const load = async (checkpoint: unknown) =>
    await catalogOf(dir, { type: "partitions.IncrementalDataset", checkpoint }).load("parts");

  assert.deepEqual(await load("2"), { 3: 3 });
  assert.deepEqual(await load(""), { 1: 1, 2: 2, 3: 3 });
  assert.deepEqual(await load({ force_checkpoint: "2", comparison_func: "operator.ge" }), { 2: 2, 3: 3 });
  assert.deepEqual(await load({ force_checkpoint: "2", comparison_func: (id: string) => id === "1" }), {
    1: 1,
  });
  const kept = { type: "json", filepath: "parts/.done/at.json" };
  const catalog = catalogOf(dir, { type: "incremental", checkpoint: kept });
  await catalog.load("parts");
  await catalog.confirm("parts");
  assert.equal(await Deno.readTextFile(dir.join("parts/.done/at.json")), '"3"\n');
  assert.deepEqual(await load(kept), {});
});

Deno.test("a checkpoint outside of its folder is refused when the dataset is built, as are other mistakes", async () => {
  await using dir = await tempDir();
  const check = (checkpoint: unknown, fields = {}) => {
    try {
      return catalogOf(dir, { type: "incremental", checkpoint, ...fields }).check(["parts"])
        .map(({ message }) => message);
    } catch (error) {
      return [error instanceof Error ? error.message.split("\n")[1]?.trim() : error];
    }
  };

  assert.deepEqual(check({ filepath: "parts/../partsbeside" }), [
    'parts: the checkpoint "parts/../partsbeside" must be inside of the folder "parts"',
  ]);
  assert.match(String(check({ type: "txt" })), /parts\.checkpoint\.type is "txt": no such dataset type/);
  assert.match(String(check({ versioned: true })), /parts\.checkpoint\.versioned is not for checkpoints/);
  assert.match(
    String(check({ comparison_func: "my.module.compare" })),
    /parts\.checkpoint\.comparison_func must be/,
  );
  assert.match(
    String(check(null, { dataset: "jsn" })),
    /parts\.dataset\.type is "jsn": no such dataset type/,
  );
  assert.match(
    String(check(null, { dataset: { type: "json", filepath: "x" } })),
    /parts\.dataset must not have a path: each partition has its own/,
  );
});

Deno.test("a node confirms an incremental dataset when all it made is saved", async () => {
  await using dir = await tempDir();
  await dir.write({ "parts/1": "1", "parts/2": "2" });
  const entries = {
    parts: { type: "incremental", path: "parts", dataset: "json" },
    sum: { type: "json", filepath: "sum.json" },
  };
  const add = (factor: () => number) =>
    node({
      name: "add",
      inputs: "parts",
      outputs: "sum",
      confirms: "parts",
      run: (parts: Record<string, number>) => Object.values(parts).reduce((sum, n) => sum + n, 0) * factor(),
    });
  const run = async (factor: () => number) =>
    await runPipeline(pipeline(add(factor)), createCatalog({ root: dir.path, entries }));

  await assert.rejects(run(() => assert.fail("not today")));
  await run(() => 1);
  await dir.write({ "parts/3": "30" });
  await run(() => 1);

  assert.equal(await Deno.readTextFile(dir.join("sum.json")), "30\n");
  assert.equal(await Deno.readTextFile(dir.join("parts/CHECKPOINT")), "3");
});
