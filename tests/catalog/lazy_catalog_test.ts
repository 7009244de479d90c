import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import type { CatalogOptions } from "../../lib/catalog/catalog_options.ts";
import { CatalogError, DatasetError, StoreError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import type { Dataset, TransferOptions } from "../../lib/datasets/dataset.ts";
import type { DatasetType } from "../../lib/datasets/dataset_type.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";

/** A dataset of which every method fails as told, and which remembers what it was asked. */
function failing(fail: (options: TransferOptions) => unknown): Dataset {
  const act = (options: TransferOptions = {}) => Promise.reject(fail(options));
  return {
    type: "failing",
    traits: { ephemeral: false },
    load: act,
    save: (_value, options) => act(options),
    exists: () => act(),
    confirm: () => act(),
    describe: () => ({ type: "failing" }),
  };
}

/** A dataset type whose datasets are kept in memory, and which counts what it built. */
function countingType(built: string[]): DatasetType<{ readonly name: string }> {
  return {
    type: "counting",
    parseOptions: (data) => ({ value: { name: String(data["name"]) } }),
    create: ({ name }) => {
      built.push(name);
      return memoryDataset(name);
    },
  };
}

async function errorOf(work: Promise<unknown>): Promise<DatasetError> {
  const error = await work.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof DatasetError, `wanted a DatasetError, found ${error}`);
  return error;
}

Deno.test("a catalog builds a dataset when it is first asked for, and once", async () => {
  const built: string[] = [];
  const catalog = createCatalog({
    types: [countingType(built)],
    entries: { a: { type: "counting", name: "A" }, b: { type: "counting", name: "B" } },
  });
  assert.deepEqual([built, catalog.names(), catalog.has("a"), catalog.has("c")], [
    [],
    ["a", "b"],
    true,
    false,
  ]);

  await catalog.load("b");
  await catalog.load("b");

  assert.deepEqual(built, ["B"]);
  assert.equal(catalog.get("b"), catalog.get("b"));
  assert.equal(catalog.get("c"), undefined);
});

Deno.test("a catalog puts the name of a dataset in front of its errors, and keeps the cause", async () => {
  const cause = new StoreError('"data/a.csv" does not exist', { uri: "file:///data/a.csv", kind: "missing" });
  const catalog = createCatalog({ entries: { companies: failing(() => cause) } });

  const errors = [
    await errorOf(catalog.load("companies")),
    await errorOf(catalog.save("companies", 1)),
    await errorOf(catalog.exists("companies")),
    await errorOf(catalog.confirm("companies")),
  ];

  assert.deepEqual(errors.map(({ message }) => message), [
    'Cannot load dataset "companies": "data/a.csv" does not exist',
    'Cannot save dataset "companies": "data/a.csv" does not exist',
    'Cannot look for dataset "companies": "data/a.csv" does not exist',
    'Cannot confirm dataset "companies": "data/a.csv" does not exist',
  ]);
  assert.deepEqual(errors.map(({ dataset, uri }) => [dataset, uri])[0], ["companies", "file:///data/a.csv"]);
  assert.ok(errors.every((error) => error.cause === cause));
});

Deno.test("a catalog wraps an error once, whatever was thrown", async () => {
  const own = new DatasetError('Cannot load dataset "a": no', { dataset: "a" });
  const other = new DatasetError("Inner trouble", { dataset: "inner", uri: "memory:x" });
  const catalog = createCatalog({
    entries: { a: failing(() => own), b: failing(() => other), c: failing(() => "just text") },
  });

  assert.equal(await errorOf(catalog.load("a")), own);
  assert.equal((await errorOf(catalog.load("b"))).message, 'Cannot load dataset "b": inner trouble');
  assert.equal((await errorOf(catalog.load("b"))).uri, "memory:x");
  assert.equal((await errorOf(catalog.load("c"))).message, 'Cannot load dataset "c": just text');
});

Deno.test("a catalog passes the signal on, and what stopped a run comes through as it is", async () => {
  const controller = new AbortController();
  const reason = new Error("stopped by the user");
  let seen: AbortSignal | undefined;
  const stopped = failing(({ signal }) => {
    seen = signal;
    controller.abort(reason);
    return new DOMException("The operation was aborted", "AbortError");
  });
  const broken = failing(() => new Error("disk full"));
  const catalog = createCatalog({ entries: { stopped, broken } });

  await assert.rejects(catalog.load("stopped", { signal: controller.signal }), reason);

  assert.equal(seen, controller.signal);
  assert.match(
    (await errorOf(catalog.save("broken", 1, { signal: controller.signal }))).message,
    /disk full/,
  );
});

Deno.test("a catalog names unknown datasets with what was meant", async () => {
  const catalog = createCatalog({
    entries: { companies: memoryDataset() },
    parameters: { model: { trees: 1 } },
  });

  assert.equal(
    (await errorOf(catalog.load("compnies"))).message,
    'Cannot load dataset "compnies": nothing defines it. Did you mean "companies"?',
  );
  assert.equal(
    (await errorOf(catalog.load("params:model.tres"))).message,
    'Cannot load dataset "params:model.tres": nothing defines it. Did you mean "params:model.trees"?',
  );
  assert.equal(await catalog.exists("compnies"), false);
});

Deno.test("a catalog saves null but not undefined", async () => {
  const catalog = createCatalog({ entries: { a: memoryDataset() } });

  await catalog.save("a", null);

  assert.equal(await catalog.load("a"), null);
  assert.equal(
    (await errorOf(catalog.save("a", undefined))).message,
    'Cannot save dataset "a": there is no value to save: it is undefined',
  );
});

/** A type whose datasets cannot be built. */
const UNBUILDABLE: DatasetType = {
  type: "unbuildable",
  parseOptions: (value) => ({ value }),
  create: () => {
    throw new TypeError("No such engine");
  },
};

Deno.test("check() finds what cannot be built, of the names that are asked for", () => {
  const options: CatalogOptions = {
    types: [UNBUILDABLE],
    entries: { a: { type: "unbuildable" }, b: { type: "unbuildable" } },
    places: { entries: ([name], part) => ({ file: `${name}-${part}.yml`, line: 3, column: 1 }) },
  };
  const catalog = createCatalog(options);

  assert.deepEqual(catalog.check(["a"]).map(describeIssue), ["a-key.yml:3:1  a: no such engine"]);
  assert.throws(() => catalog.get("a"), (error) => error instanceof CatalogError && error.entry === "a");
  assert.deepEqual(catalog.describe("a"), { type: "unbuildable", writtenAt: "a-key.yml:3" });
});

Deno.test("check() names the option that holds a path which cannot be used", () => {
  const catalog = createCatalog({
    entries: { a: { type: "json", filepath: "gs://bucket/a.json" } },
    places: { entries: (path) => ({ file: path.join("/"), line: 1 }) },
  });

  assert.deepEqual(catalog.check(["a"]).map(describeIssue), [
    'a/filepath:1  a.filepath is "gs://bucket/a.json": scheme "gs:" is not supported: ' +
    "a place is a path, or a URL of file:, s3:, http: or https:",
  ]);
});

Deno.test("a dataset type can build inner datasets from entries", async () => {
  const wrapper: DatasetType<{ readonly dataset: Record<string, unknown> }> = {
    type: "wrapper",
    parseOptions: (data) => ({ value: { dataset: data["dataset"] as Record<string, unknown> } }),
    create: ({ dataset }, context) => context.create(dataset),
  };
  const catalog = createCatalog({
    types: [wrapper, countingType([])],
    entries: {
      good: { type: "wrapper", dataset: { type: "counting", name: "inner" } },
      bad: { type: "wrapper", dataset: { type: "countin" } },
    },
  });

  assert.equal(await catalog.load("good"), "inner");
  assert.deepEqual(catalog.check(["bad"]).map(describeIssue), [
    'bad.type is "countin": no such dataset type. Did you mean "counting"?',
  ]);
});

Deno.test("describe() tells plain facts and where they were written", () => {
  const catalog = createCatalog({
    entries: {
      a: { type: "json", filepath: "a.json", metadata: { note: 1 }, layer: "raw" },
      b: memoryDataset(),
    },
    parameters: { model: { trees: 1 } },
    places: {
      entries: ([name]) => name === "a" ? { file: "catalog.yml", line: 3, column: 1 } : undefined,
      parameters: (path) => ({ file: "parameters.yml", line: path.length }),
    },
  });

  assert.deepEqual(catalog.describe("a"), { type: "json", filepath: "a.json", writtenAt: "catalog.yml:3" });
  assert.deepEqual(catalog.describe("b"), { type: "memory" });
  assert.deepEqual(catalog.describe("params:model.trees"), {
    type: "parameter",
    writtenAt: "parameters.yml:2",
  });
  assert.equal(catalog.describe("c"), undefined);
});

Deno.test("release() forgets what was kept, and builds nothing for it", async () => {
  const built: string[] = [];
  const catalog = createCatalog({
    types: [countingType(built)],
    entries: { a: { type: "counting", name: "A" }, b: memoryDataset(1) },
  });
  await catalog.load("b");

  catalog.release("a");
  catalog.release("b");
  catalog.release("unknown");

  assert.deepEqual(built, []);
  assert.equal(await catalog.exists("b"), false);
});

Deno.test("confirm() needs a dataset that has something to confirm", async () => {
  let confirmed = 0;
  const incremental: Dataset = { ...memoryDataset(), confirm: () => Promise.resolve(void confirmed++) };
  const catalog = createCatalog({ entries: { incremental, plain: memoryDataset() } });

  await catalog.confirm("incremental");

  assert.equal(confirmed, 1);
  assert.equal(
    (await errorOf(catalog.confirm("plain"))).message,
    'Cannot confirm dataset "plain": a dataset of type memory has nothing to confirm',
  );
});

Deno.test("a catalog has one version for everything that is saved through it", () => {
  assert.equal(
    createCatalog({ saveVersion: "2026-01-01T00.00.00.000Z" }).saveVersion,
    "2026-01-01T00.00.00.000Z",
  );
  assert.match(createCatalog().saveVersion, /^\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d\.\d{3}Z$/);
});
