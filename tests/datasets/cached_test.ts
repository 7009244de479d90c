import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { CatalogError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { cachedDataset } from "../../lib/datasets/cached_dataset.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";
import type { Dataset } from "../../lib/datasets/dataset.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A dataset in memory that remembers what it was asked. */
function spy(log: string[]): Dataset {
  const inner = memoryDataset<unknown>();
  return {
    ...inner,
    traits: { ephemeral: false },
    load: (options) => {
      log.push(`load ${options?.version ?? ""}`.trim());
      return inner.load();
    },
    save: (value) => {
      log.push("save");
      return inner.save(value);
    },
    release: () => void log.push("release"),
    confirm: () => Promise.resolve(void log.push("confirm")),
  };
}

Deno.test("a cached dataset asks the inner one once, until it is released", async () => {
  const log: string[] = [];
  const dataset = cachedDataset(spy(log));

  await dataset.save([1]);
  assert.deepEqual([await dataset.load(), await dataset.load()], [[1], [1]]);
  dataset.release?.();
  assert.equal(await dataset.exists(), true);
  assert.deepEqual([await dataset.load(), await dataset.load()], [[1], [1]]);
  await dataset.confirm?.();

  assert.deepEqual(log, ["save", "release", "load", "confirm"]);
  assert.deepEqual(dataset.traits, { ephemeral: false });
});

Deno.test("a cached dataset keeps copies, and hands on what it has when told to", async () => {
  const copying = cachedDataset(memoryDataset());
  const sharing = cachedDataset(memoryDataset(), { copyMode: "assign" });
  const value = { a: 1 };
  for (const dataset of [copying, sharing]) await dataset.save(value);

  value.a = 2;

  assert.deepEqual(await copying.load(), { a: 1 });
  assert.equal(await sharing.load(), value);
});

Deno.test("a cached dataset loads once for all who ask at the same time, and again after a failure", async () => {
  const log: string[] = [];
  const inner = spy(log);
  const dataset = cachedDataset(inner);

  const failed = await Promise.allSettled([dataset.load(), dataset.load()]);
  await inner.save([1]);
  const values = await Promise.all([dataset.load(), dataset.load(), dataset.load()]);

  assert.deepEqual(failed.map(({ status }) => status), ["rejected", "rejected"]);
  assert.deepEqual(values, [[1], [1], [1]]);
  assert.equal(new Set(values).size, 3);
  assert.equal(log.filter((line) => line === "load").length, 3);
});

Deno.test("a cached dataset loads a version that is asked for past the memory", async () => {
  const log: string[] = [];
  const dataset = cachedDataset(spy(log));
  await dataset.save(1);

  await dataset.load({ version: "2" });

  assert.deepEqual(log, ["save", "load 2"]);
});

Deno.test("a cached dataset does not keep what can be gone through once", async () => {
  await using dir = await tempDir();
  const entries = { a: { type: "cached", dataset: { type: "text", filepath: "a.txt" } } };
  const catalog = createCatalog({ root: dir.path, entries });

  await catalog.save("a", ["x", "y"].values());

  assert.equal(await catalog.load("a"), "x\ny\n");
});

Deno.test("a cached entry wraps any other, with versions and credentials of its own", async () => {
  await using dir = await tempDir();
  const catalog = createCatalog({
    root: dir.path,
    saveVersion: "2",
    entries: {
      "{name}_kept": {
        type: "kedro.io.CachedDataset",
        versioned: true,
        dataset: { type: "json.JSONDataset", filepath: "{name}.json", credentials: { key: "hunter2" } },
      },
    },
  });

  await catalog.save("a_kept", 1);
  await Deno.remove(dir.join("a.json"), { recursive: true });

  assert.equal(await catalog.load("a_kept"), 1);
  catalog.release("a_kept");
  await assert.rejects(catalog.load("a_kept"), /"a.json" has no versions/);
  assert.deepEqual(catalog.describe("a_kept"), {
    type: "cached",
    dataset: { type: "json.JSONDataset", filepath: "a.json", credentials: { key: "***" } },
  });
});

Deno.test("what is wrong inside of a cached entry is told with the others, in its place", () => {
  const entries = {
    a: { type: "cached", dataset: { type: "jsno", filepath: "a.json" } },
    b: { type: "cached", dataset: { type: "cached", dataset: { type: "json", filepth: "b" } } },
    c: { type: "cached", dataset: { type: "json", filepath: "c", credentials: "absent" } },
    d: { type: "cached", dataset: { type: "json", filepath: "d", versioned: true } },
    e: { type: "cached", dataset: "json" },
  };
  let problems: string[] = [];
  try {
    createCatalog({
      entries,
      places: { entries: (path) => ({ file: path.join("/"), line: path.length }) },
    });
  } catch (error) {
    assert.ok(error instanceof CatalogError);
    problems = error.issues.map(describeIssue);
  }

  assert.deepEqual(problems, [
    'a/dataset/type:3  a.dataset.type is "jsno": no such dataset type. Did you mean "json"?',
    "b/dataset/dataset/filepath:4  b.dataset.dataset.filepath is missing: it must be text",
    "b/dataset/dataset/filepth:4  b.dataset.dataset.filepth is not an option of json. " +
    'Did you mean "filepath"?',
    'c/dataset/credentials:3  c.dataset.credentials is "absent": no such credentials',
    "d/dataset:2  d.dataset must not say versioned: write it beside dataset",
    'e/dataset:2  e.dataset must be a map: it is "json"',
  ]);
});
