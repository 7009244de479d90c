import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import type { CatalogOptions } from "../../lib/catalog/catalog_options.ts";
import { CatalogError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { tempDir } from "../support/temp_dir.ts";

function problemsOf(options: CatalogOptions): string[] {
  try {
    createCatalog(options);
  } catch (error) {
    if (error instanceof CatalogError) return error.issues.map(describeIssue);
    throw error;
  }
  return [];
}

Deno.test("a pattern makes the datasets of names that have no entry", async () => {
  await using dir = await tempDir();
  const catalog = createCatalog({
    root: dir.path,
    entries: {
      "{table}_raw": { type: "json", filepath: "raw/{table}.json", save_args: { indent: null } },
      cars_raw: { type: "json", filepath: "cars.json" },
    },
  });

  await catalog.save("ships_raw", 1);
  await catalog.save("cars_raw", 2);

  assert.equal(await Deno.readTextFile(dir.join("raw/ships.json")), "1\n");
  assert.equal(await Deno.readTextFile(dir.join("cars.json")), "2\n");
  assert.deepEqual(catalog.names(), ["cars_raw"]);
  assert.deepEqual([catalog.has("x_raw"), catalog.has("x_row"), catalog.has("_raw")], [true, false, false]);
  assert.equal(catalog.get("x_raw"), catalog.get("x_raw"));
});

Deno.test("the catch-all takes what nothing else does, but no parameters", async () => {
  await using dir = await tempDir();
  const catalog = createCatalog({
    root: dir.path,
    entries: { "{any}": { type: "json", filepath: "{any}.json" }, "{x}_m": { type: "memory" } },
    parameters: { a: 1 },
  });
  const nodes = [
    node({ name: "first", inputs: "params:a", outputs: "b", run: (a: number) => a + 1 }),
    node({ name: "second", inputs: "b", outputs: "b_m", run: (b: number) => b + 1 }),
    node({ name: "third", inputs: "b_m", outputs: "c", run: (b: number) => b + 1 }),
  ];

  await runPipeline(pipeline(nodes), catalog);

  assert.deepEqual(catalog.patterns(), ["{x}_m", "{any}"]);
  assert.equal(await Deno.readTextFile(dir.join("b.json")), "2\n");
  assert.equal(await Deno.readTextFile(dir.join("c.json")), "4\n");
  assert.equal(catalog.has("params:lost"), false);
  await assert.rejects(
    runPipeline(pipeline(node({ inputs: "params:lost", outputs: "d", run: (a: number) => a })), catalog),
    /There is no parameter "params:lost"/,
  );
});

Deno.test("resolve() says what the entry of a name is and where it was written, and shows no secret", () => {
  const catalog = createCatalog({
    entries: {
      "{table}_db": {
        type: "json",
        filepath: "https://ada:hunter2@example.com/{table}.json",
        credentials: "db",
        metadata: { url: "s3://hunter2@bucket/{table}", list: [1, null, "{table}"] },
      },
      inline: { type: "memory", credentials: { user: "ada", password: "hunter2" } },
      given: memoryDataset(1),
    },
    credentials: { db: { password: "hunter2" } },
    places: { entries: ([name]) => ({ file: "catalog.yml", line: name === "{table}_db" ? 3 : 9 }) },
  });

  assert.deepEqual(catalog.resolve("cars_db"), {
    name: "cars_db",
    pattern: "{table}_db",
    entry: {
      type: "json",
      filepath: "https://***@example.com/cars.json",
      credentials: "db",
      metadata: { url: "s3://***@bucket/cars", list: [1, null, "cars"] },
    },
    writtenAt: "catalog.yml:3",
  });
  assert.deepEqual(catalog.resolve("inline")?.entry, {
    type: "memory",
    credentials: { user: "***", password: "***" },
  });
  assert.deepEqual(catalog.resolve("given")?.entry, { type: "memory" });
  assert.deepEqual([catalog.resolve("lost"), catalog.resolve("parameters")], [undefined, undefined]);
});

Deno.test("createCatalog() refuses wrong patterns, each with its reason", () => {
  const entries = {
    "{a}_x": { type: "json", filepath: "{b}.json", load_args: [{ c: "{A}" }] },
    "{a_y": { type: "json", filepath: "y" },
    "{a}_z": memoryDataset(),
    "{a}": { type: "memory" },
    "{b}{c}": { type: "memory" },
  };

  assert.deepEqual(problemsOf({ entries }), [
    '{a}_x.filepath has the placeholder {b}, which "{a}_x" has not; write {{ and }} for braces themselves. ' +
    'Did you mean "a"?',
    '{a}_x.load_args[0].c has the placeholder {A}, which "{a}_x" has not; ' +
    'write {{ and }} for braces themselves. Did you mean "a"?',
    "{a}_x.load_args is not an option of json",
    "{a_y cannot be a pattern: a brace has no partner",
    "{a}_z cannot be a pattern: a pattern needs an entry, not a dataset",
    '{a} takes every name, and one pattern at most may: found "{b}{c}" and "{a}"',
  ]);
});

Deno.test("createCatalog() finds what is wrong with a pattern whatever name it is for", () => {
  const entries = {
    "{a}_type": { type: "jsno", filepath: "{a}.json" },
    "{a}_key": { type: "json", filepth: "{a}.json" },
    "{a}_late": { type: "{a}", filepath: 3 },
    "{a}_mode": { type: "memory", copy_mode: "{a}" },
    "{a}_credentials": { type: "memory", credentials: "absent" },
  };

  assert.deepEqual(problemsOf({ entries }), [
    '{a}_type.type is "jsno": no such dataset type. Did you mean "json"?',
    "{a}_key.filepath is missing: it must be text",
    '{a}_key.filepth is not an option of json. Did you mean "filepath"?',
  ]);
});

Deno.test("what is wrong with a name that a pattern made points to the pattern", () => {
  const catalog = createCatalog({
    entries: {
      "{a}_mode": { type: "memory", copy_mode: "{a}" },
      "{a}_secret": { type: "memory", credentials: "absent" },
      "{a}_far": { type: "json", filepath: "{a}://x" },
    },
    places: {
      entries: (path) => ({ file: "catalog.yml", line: path.length, column: String(path[0]).length }),
    },
  });

  const issues = catalog.check(["deep_mode", "b_secret", "deepcopy_mode", "gopher_far"]);

  assert.deepEqual(issues.map(describeIssue), [
    'catalog.yml:2:8  deep_mode.copy_mode must be "deepcopy", "copy" or "assign": it is "deep" ' +
    '(made by "{a}_mode"). Did you mean "deepcopy"?',
    'catalog.yml:2:10  b_secret.credentials is "absent": no such credentials (made by "{a}_secret")',
    'catalog.yml:2:7  gopher_far.filepath is "gopher://x": scheme "gopher:" is not supported: ' +
    'a place is a path, or a URL of file:, s3:, http: or https: (made by "{a}_far")',
  ]);
});

Deno.test("createCatalog() takes versions to load for names that fit a pattern, but not the catch-all alone", () => {
  const entries = {
    "{a}_v": { type: "json", filepath: "{a}.json", versioned: true },
    "{any}": { type: "memory" },
  };

  assert.deepEqual(problemsOf({ entries, loadVersions: { model_v: "1" } }), []);
  assert.deepEqual(problemsOf({ entries, loadVersions: { model_w: "1" } }), [
    'A version to load is given for "model_w", which is not in the catalog',
  ]);
});

Deno.test("a pattern called {default} takes what nothing else does, as any catch-all", () => {
  const catalog = createCatalog({ entries: { "{default}": { type: "json", filepath: "{default}.json" } } });

  assert.deepEqual(catalog.resolve("any")?.entry, { type: "json", filepath: "any.json" });
});

Deno.test("names with a format each have an entry, by pattern too, and share a node's dataset", async () => {
  await using dir = await tempDir();
  const catalog = createCatalog({
    root: dir.path,
    entries: {
      "{name}@json": { type: "json", filepath: "{name}.json" },
      "{name}@text": { type: "text", filepath: "{name}.json" },
    },
  });
  const nodes = [
    node({ name: "make", outputs: "cars@json", run: () => [1] }),
    node({ name: "read", inputs: "cars@text", outputs: "text", run: (text: string) => text }),
  ];

  const { outputs } = await runPipeline(pipeline(nodes), catalog);

  assert.deepEqual(outputs, { text: "[\n  1\n]\n" });
});

Deno.test("a format that the catalog lacks is a mistake while it has another of the dataset", async () => {
  const catalog = createCatalog({ entries: { "cars@json": { type: "json", filepath: "cars.json" } } });
  const nodes = [
    node({ name: "make", outputs: "cars@json", run: () => [1] }),
    node({ name: "read", inputs: "cars@text", outputs: "text", run: (text: string) => text }),
  ];

  await assert.rejects(runPipeline(pipeline(nodes), catalog), {
    name: "CatalogError",
    message: 'Cannot run the pipeline:\n  "cars@text" is not in the catalog, although "cars@json" is',
  });
});
