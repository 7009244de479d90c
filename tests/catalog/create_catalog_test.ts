import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { CatalogError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { isSecret } from "../../lib/core/secret.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";
import type { DatasetContext, DatasetType } from "../../lib/datasets/dataset_type.ts";
import { tempDir } from "../support/temp_dir.ts";

/** What is wrong with entries, a line each. */
function problemsOf(options: Parameters<typeof createCatalog>[0]): string[] {
  try {
    createCatalog(options);
  } catch (error) {
    if (error instanceof CatalogError) return error.issues.map(describeIssue);
    throw error;
  }
  return [];
}

Deno.test("createCatalog() reports every problem of every entry, with what was meant", () => {
  const problems = problemsOf({
    entries: {
      penguins: { type: "csvv", fielpath: "a.csv" },
      scores: { type: "csv", fielpath: "a.csv", filepath: "b.csv" },
      lost: { type: "csv" },
      bare: { filepath: "a.csv" },
      flat: "a.csv" as unknown as Record<string, unknown>,
    },
  });

  assert.deepEqual(problems, [
    'penguins.type is "csvv": no such dataset type. Did you mean "csv"?',
    'scores.fielpath is not an option of csv. Did you mean "filepath"?',
    "lost.filepath is missing: it must be text",
    problems[3],
    'flat must be a map with a type: it is "a.csv"',
  ]);
  assert.match(problems[3] ?? "", /^bare\.type is missing: known are .*csv.* and .*$/);
});

Deno.test("createCatalog() puts the places of entries into its issues", () => {
  const asked: unknown[] = [];
  const placeOf = (path: readonly (string | number)[], part?: "key" | "value") => {
    asked.push([path, part]);
    return { file: "conf/base/catalog.yml", line: asked.length, column: 3 };
  };

  const problems = problemsOf({
    entries: { a: { type: "csvv" }, b: { type: "csv", filepath: "x", fielpath: "y" } },
    places: { entries: placeOf },
  });

  assert.deepEqual(asked, [[["a", "type"], undefined], [["b", "fielpath"], "key"]]);
  assert.match(problems[1] ?? "", /^conf\/base\/catalog\.yml:2:3 {2}b\.fielpath/);
});

Deno.test("createCatalog() tells the problems of a file from top to bottom", () => {
  const lines: Readonly<Record<string, number>> = { a: 7, b: 3, c: 5 };

  const problems = problemsOf({
    entries: { a: { type: "x" }, b: { type: "x" }, c: { type: "x" } },
    places: { entries: ([name]) => ({ file: "catalog.yml", line: lines[String(name)] }) },
  });

  assert.deepEqual(problems.map((problem) => problem.slice(0, 16)), [
    "catalog.yml:3  b",
    "catalog.yml:5  c",
    "catalog.yml:7  a",
  ]);
});

Deno.test("createCatalog() refuses names that mean something else", () => {
  const entry = { type: "memory" };

  assert.deepEqual(problemsOf({ entries: { parameters: entry, "params:{a}": entry } }), [
    "parameters cannot be a dataset: names that mean parameters cannot be given to datasets",
    "params:{a} cannot be a pattern: names that mean parameters cannot be given to datasets",
  ]);
});

Deno.test("createCatalog() gives a dataset the credentials it names, as secrets", () => {
  let seen: DatasetContext["credentials"];
  const type: DatasetType = {
    type: "vault",
    parseOptions: (value) => ({ value }),
    create: (_options, context) => {
      seen = context.credentials;
      return memoryDataset();
    },
  };
  const catalog = createCatalog({
    entries: { v: { type: "vault", credentials: "db" } },
    credentials: { db: { password: "hunter2", nested: { a: [1] } } },
    types: [type],
  });

  catalog.get("v");

  assert.ok(isSecret(seen?.["password"]));
  assert.equal(seen["password"].reveal(), "hunter2");
  assert.deepEqual(seen["nested"]?.reveal(), { a: [1] });
});

Deno.test("createCatalog() reports unknown credentials, and shows none", () => {
  const problems = problemsOf({
    entries: {
      a: { type: "memory", credentials: "dbs" },
      b: { type: "memory", credentials: "token" },
      c: { type: "memory", credentials: "toString" },
    },
    credentials: { db: { password: "hunter2" }, token: "hunter2" },
  });

  assert.deepEqual(problems, [
    'a.credentials is "dbs": no such credentials. Did you mean "db"?',
    'b.credentials is "token": these credentials are one value, not a map',
    'c.credentials is "toString": no such credentials',
  ]);
});

Deno.test("createCatalog() loads no modules: it says who does", () => {
  const hint = "no module of this name was loaded; " +
    "a project loads modules, a catalog made in code is given their dataset types";

  assert.deepEqual(
    problemsOf({
      entries: {
        a: { type: "./datasets/fits.ts" },
        b: { type: "fits.js" },
        c: { type: "../x" },
        d: { type: 5 },
      },
    }),
    [
      `a.type is "./datasets/fits.ts": ${hint}`,
      `b.type is "fits.js": ${hint}`,
      `c.type is "../x": ${hint}`,
      "d.type must be the name of a dataset type: it is 5",
    ],
  );
});

Deno.test("createCatalog() takes the later of two types with one name, and aliases", () => {
  const type = (description: string): DatasetType => ({
    type: "box",
    aliases: ["old.BoxDataset"],
    parseOptions: (value) => ({ value }),
    create: () => ({ ...memoryDataset(), describe: () => ({ type: description }) }),
  });

  const catalog = createCatalog({
    types: [type("first"), type("second")],
    entries: { a: { type: "box" }, b: { type: "old.BoxDataset" } },
  });

  assert.deepEqual([catalog.describe("a"), catalog.describe("b")], [{ type: "second" }, { type: "second" }]);
});

Deno.test("createCatalog() turns what a type throws into a problem of the entry", () => {
  const type: DatasetType = {
    type: "strict",
    parseOptions: () => {
      throw new TypeError("Nothing is good enough");
    },
    create: () => memoryDataset(),
  };

  assert.deepEqual(problemsOf({ types: [type], entries: { a: { type: "strict" } } }), [
    "a: nothing is good enough",
  ]);
});

Deno.test("createCatalog() lists the types it knows when none is near", () => {
  const type = (name: string): DatasetType => ({
    type: name,
    parseOptions: (value) => ({ value }),
    create: () => memoryDataset(),
  });

  assert.deepEqual(problemsOf({ types: [type("one"), type("two")], entries: { a: { type: "zzzzzz" } } }), [
    'a.type is "zzzzzz": no such dataset type; known are one and two',
  ]);
});

Deno.test("createCatalog() gives datasets the versions to load and to save", async () => {
  await using dir = await tempDir();
  const entries = {
    model: { type: "json", filepath: "model.json", versioned: true },
    plain: { type: "json", filepath: "plain.json" },
  };
  for (const saveVersion of ["1", "2"]) {
    const catalog = createCatalog({ root: dir.path, entries, saveVersion });
    await catalog.save("model", saveVersion);
    await catalog.save("plain", saveVersion);
  }

  // A version for a dataset that has none changes nothing, as in Kedro; a run refuses it.
  const pinned = createCatalog({ root: dir.path, entries, loadVersions: { model: "1", plain: "1" } });

  assert.deepEqual([await pinned.load("model"), await pinned.load("plain")], ["1", "2"]);
  assert.equal(await pinned.load("model", { version: "2" }), "2");
  await assert.rejects(pinned.load("model", { version: ".." }), {
    name: "DatasetError",
    message: 'Cannot load dataset "model": a version is the name of one folder: found ".."',
  });
});

Deno.test("createCatalog() refuses versions of what it does not know", () => {
  const entries = { model: { type: "json", filepath: "model.json", versioned: true } };

  assert.throws(() => createCatalog({ entries, loadVersions: { modle: "1" } }), {
    name: "CatalogError",
    message: /A version to load is given for "modle", which is not in the catalog/,
  });
});
