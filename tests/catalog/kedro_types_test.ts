import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { kedroName, kedroTypes } from "../../lib/catalog/kedro_types.ts";
import { CatalogError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { BUILTIN_TYPES } from "../../lib/datasets/types.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";

Deno.test("kedroName() takes off packages and modules, and mends the old spelling", () => {
  const names = [
    "kedro_datasets.pandas.CSVDataset",
    "kedro_datasets.pandas.csv_dataset.CSVDataset",
    "kedro.extras.datasets.pandas.CSVDataSet",
    "pandas.CSVDataSet",
    "pandas.CSVDataset",
  ];

  assert.deepEqual(names.map(kedroName), names.map(() => "pandas.CSVDataset"));
  assert.equal(kedroName("kedro.io.MemoryDataSet"), "MemoryDataset");
  assert.equal(kedroName("spark.SparkDatasetV2"), "spark.SparkDatasetV2");
});

Deno.test("every alias of the family of a type is one that Kedro has", () => {
  const known = new Set(kedroTypes());
  const aliases = BUILTIN_TYPES.flatMap(({ aliases = [] }) => aliases)
    .filter((alias) => /^[a-z]+\.\w+Dataset$/.test(alias) && !/^(io|kedro)\./.test(alias));

  assert.deepEqual(aliases.filter((alias) => !known.has(alias)), []);
  assert.ok(known.size >= 89, `${known.size}`);
});

Deno.test("a catalog reads the names that types of Kedro had and have", async () => {
  const catalog = createCatalog({
    entries: {
      a: { type: "kedro_datasets.json.JSONDataset", filepath: "a" },
      b: { type: "json.json_dataset.JSONDataset", filepath: "b" },
      c: { type: "MemoryDataSet", data: 1 },
    },
  });

  assert.deepEqual(["a", "b", "c"].map((name) => catalog.describe(name)?.["type"]), [
    "json",
    "json",
    "memory",
  ]);
  assert.equal(await catalog.load("c"), 1);
});

Deno.test("a type of Kedro without an equivalent hinders only those who use it", async () => {
  const message = (name: string, type: string) =>
    `${name}.type is "${type}": this type of Kedro has no equivalent here; ` +
    "write one as a dataset type of the project";
  const catalog = createCatalog({
    entries: {
      hdf: { type: "pandas.HDFDataset", filepath: "a.h5", key: "x" },
      spark: { type: "cached", dataset: { type: "spark.SparkDataSet", filepath: "b" } },
      "{x}_hdf": { type: "pandas.HDFDataset", filepath: "{x}.h5" },
      plain: { type: "memory", data: 1 },
    },
  });
  const read = (name: string) =>
    runPipeline(pipeline(node({ inputs: name, outputs: "out", run: (value: unknown) => value })), catalog);

  assert.deepEqual((await read("plain")).outputs, { out: 1 });
  await assert.rejects(read("hdf"), {
    name: "CatalogError",
    message: `Cannot run the pipeline:\n  ${message("hdf", "pandas.HDFDataset")}`,
  });
  assert.deepEqual(catalog.check(["spark", "a_hdf"]).map(describeIssue), [
    message("spark.dataset", "spark.SparkDataSet"),
    `${message("a_hdf", "pandas.HDFDataset")} (made by "{x}_hdf")`,
  ]);
  assert.equal(catalog.describe("hdf")?.["type"], "pandas.HDFDataset");
});

Deno.test("a misspelt type of Kedro is a mistake, with or without an equivalent", () => {
  const problems = ["pandas.CSVDataet", "pandas.HDFDatset", "CachedDatset", "mypackage.data.Fits"].map(
    (type) => {
      try {
        createCatalog({ entries: { a: { type, filepath: "a" } } });
        return "none";
      } catch (error) {
        assert.ok(error instanceof CatalogError);
        return error.issues.map(describeIssue).join();
      }
    },
  );

  assert.deepEqual(problems.slice(0, 3), [
    'a.type is "pandas.CSVDataet": no such dataset type. Did you mean "pandas.CSVDataset"?',
    'a.type is "pandas.HDFDatset": no such dataset type. Did you mean "pandas.HDFDataset"?',
    'a.type is "CachedDatset": no such dataset type. Did you mean "CachedDataset"?',
  ]);
  assert.match(problems[3]!, /^a\.type is "mypackage\.data\.Fits": no such dataset type; known are csv, /);
});
