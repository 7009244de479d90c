import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import type { Catalog } from "../../lib/catalog/catalog.ts";
import { isSecret } from "../../lib/core/secret.ts";
import type { DatasetType } from "../../lib/datasets/dataset_type.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";
import { BUILTIN_TYPES } from "../../lib/datasets/types.ts";
import type { Partitions } from "../../lib/datasets/partitions/partitioned_dataset.ts";
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

// Written by Kedro 1.7.0 with kedro-datasets 9.6.0, byte for byte.
const KEDRO_FILES = {
  "data/parts/a/b.json": '{\n  "x": 1\n}',
  "data/parts/c.json": "[\n  1,\n  2\n]",
  "data/vparts/v1.json/2026-11-28T08.24.31.557Z/v1.json": "1",
  "data/vparts/d/v2.json/2026-11-28T08.24.31.557Z/v2.json": "2",
  "data/inc/2024.txt": "one",
  "data/inc/2025.txt": "two",
  "data/inc/2026.txt": "three",
  "data/inc/CHECKPOINT": "2025",
  "data/kept.json/2024-01-01T00.00.00.000Z/kept.json": "[\n  1\n]",
};

Deno.test("folders that Kedro wrote load as they do there", async () => {
  await using dir = await tempDir();
  await dir.write(KEDRO_FILES);
  const json = { type: "partitions.PartitionedDataset", filename_suffix: ".json" };
  const catalog = createCatalog({
    root: dir.path,
    entries: {
      parts: { ...json, path: "data/parts", dataset: "json.JSONDataset" },
      vparts: { ...json, path: "data/vparts", dataset: { type: "json.JSONDataset", versioned: true } },
      inc: {
        type: "partitions.IncrementalDataset",
        path: "data/inc",
        dataset: "text.TextDataset",
        filename_suffix: ".txt",
      },
      kept: {
        type: "CachedDataset",
        versioned: true,
        dataset: { type: "json.JSONDataset", filepath: "data/kept.json" },
      },
    },
  });
  const load = async (name: string): Promise<unknown> => {
    const parts = Object.entries(await catalog.load(name) as Partitions);
    return Object.fromEntries(
      await Promise.all(parts.map(async ([id, load]) => [id, await load()] as const)),
    );
  };

  assert.deepEqual(await load("parts"), { "a/b": { x: 1 }, c: [1, 2] });
  assert.deepEqual(await load("vparts"), { v1: 1, "d/v2": 2 });
  assert.deepEqual(await catalog.load("inc"), { 2026: "three" });
  assert.deepEqual(await catalog.load("kept"), [1]);
});
