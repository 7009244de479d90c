import assert from "node:assert/strict";
import { describeIssue } from "../../lib/core/issue.ts";
import type { StandardSchema } from "../../lib/core/standard_schema.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { defineProject } from "../../lib/project/define_project.ts";
import {
  checkCatalog,
  describeDataset,
  listDatasets,
  previewDataset,
  resolveDataset,
} from "../../lib/project/inspect_catalog.ts";
import { openProject } from "../../lib/project/open_project.ts";
import type { Project } from "../../lib/project/project.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const pass = (value: unknown) => value;
const ANY: StandardSchema = {
  "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) },
};
const CANARY = "hunter2";

const CATALOG = `cars:
  type: csv
  filepath: cars.csv
  credentials: db
  layer: raw
ships: {type: json, filepath: "https://ada:${CANARY}@host/ships.json"}
"{table}_raw": {type: json, filepath: "raw/{table}.json", metadata: {kedro-viz: {layer: raw}}}
"{table}_vault": {type: json, filepath: "{table}.json", credentials: absent}
old: {type: pandas.HDFDataset, filepath: old.h5}
spark: {type: spark.SparkDataset, filepath: s}
idle: {type: json, filepath: idle.json}
out: {type: json, filepath: out.json, versioned: true}
seen: {type: cached, dataset: {type: json, filepath: seen.json, credentials: {key: ${CANARY}}}}
`;

async function open(dir: TempDir): Promise<Project> {
  await dir.write({
    "conf/base/catalog.yml": CATALOG,
    "conf/base/parameters.yml": "rate: 3\n",
    "conf/local/credentials.yml": `db: {password: ${CANARY}}\n`,
    "cars.csv": "a,b\n1,2\n",
    "seen.json": "1",
  });
  const definition = defineProject({
    pipelines: {
      etl: pipeline([
        node({ name: "read", inputs: ["cars", "params:rate"], outputs: "cars_clean", run: pass }),
        node({ name: "join", inputs: ["cars_clean", "ships_raw", "seen"], outputs: "joined", run: pass }),
        node({ name: "write", inputs: "joined", outputs: "out", run: pass }),
      ]),
      report: pipeline([
        node({ name: "report", inputs: ["out", "old", "tyres", "params:rat"], outputs: "page", run: pass }),
      ]),
    },
    schemas: { cars: ANY },
    catalog: { given: memoryDataset(1) },
  });
  return await openProject(definition, { root: dir.path });
}

Deno.test("listDatasets() tells what the catalog has, what patterns make, and who uses it", async () => {
  await using dir = await tempDir();
  await using project = await open(dir);

  const { datasets, patterns } = await listDatasets(project);

  const facts = datasets.map(({ name, type, from, layer, madeBy, readBy }) =>
    [name, type, from, layer ?? "", madeBy.join(), readBy.join()].join(" ")
  );
  assert.deepEqual(facts, [
    "given memory entry   ",
    "cars csv entry raw  read",
    "ships json entry   ",
    "old pandas.HDFDataset entry   report",
    "spark spark.SparkDataset entry   ",
    "idle json entry   ",
    "out json entry  write report",
    "seen cached entry   join",
    "cars_clean memory memory  read join",
    "joined memory memory  join write",
    "page memory memory  report ",
    "ships_raw json pattern raw  join",
    "tyres memory memory   report",
  ]);
  assert.deepEqual(datasets.find(({ name }) => name === "out")?.pipelines, ["etl", "report", "__default__"]);
  assert.equal(datasets.find(({ name }) => name === "ships_raw")?.writtenAt, "conf/base/catalog.yml:7");
  assert.deepEqual(patterns, [
    { pattern: "{table}_vault", type: "json", writtenAt: "conf/base/catalog.yml:8", makes: [] },
    { pattern: "{table}_raw", type: "json", writtenAt: "conf/base/catalog.yml:7", makes: ["ships_raw"] },
  ]);
  const some = await listDatasets(project, { pipelines: ["report"] });
  assert.deepEqual(some.datasets.map(({ name }) => name), ["old", "out", "page", "tyres"]);
  await assert.rejects(listDatasets(project, { pipelines: ["reprot"] }), /Did you mean "report"\?/);
});

Deno.test("describeDataset() tells all there is without loading", async () => {
  await using dir = await tempDir();
  await dir.write({ "out.json/1/out.json": "1", "out.json/2/out.json": "not JSON" });
  await using project = await open(dir);

  const { entry, exists, versions, hasSchema, problems } = await describeDataset(project, "out");

  assert.deepEqual(entry, { type: "json", filepath: "out.json", versioned: true });
  assert.deepEqual([exists, versions, hasSchema, problems], [true, ["2", "1"], false, []]);
  const cars = await describeDataset(project, "cars");
  assert.deepEqual([cars.hasSchema, cars.exists, cars.versions], [true, true, undefined]);
  const joined = await describeDataset(project, "joined");
  assert.deepEqual([joined.from, joined.entry, joined.exists], ["memory", undefined, undefined]);
  const old = await describeDataset(project, "old");
  assert.match(old.problems[0]?.message ?? "", /this type of Kedro has no equivalent here/);
  const rate = await describeDataset(project, "params:rate");
  assert.deepEqual([rate.type, rate.from, rate.writtenAt, rate.readBy], [
    "parameter",
    "parameters",
    "conf/base/parameters.yml:1",
    ["read"],
  ]);
  await assert.rejects(describeDataset(project, "crs"), {
    name: "CatalogError",
    message: 'There is no dataset "crs". Did you mean "cars"?',
  });
});

Deno.test("resolveDataset() and previewDataset() know names that nobody uses yet", async () => {
  await using dir = await tempDir();
  await dir.write({ "raw/x.json": '{"a":1}' });
  await using project = await open(dir);

  assert.deepEqual(await resolveDataset(project, "x_raw"), {
    name: "x_raw",
    pattern: "{table}_raw",
    entry: { type: "json", filepath: "raw/x.json", metadata: { "kedro-viz": { layer: "raw" } } },
    writtenAt: "conf/base/catalog.yml:7",
  });
  assert.deepEqual(await previewDataset(project, "x_raw"), { kind: "value", value: { a: 1 }, isWhole: true });
  assert.deepEqual(await previewDataset(project, "params:rate"), { kind: "value", value: 3, isWhole: true });
  await assert.rejects(
    resolveDataset(project, "params:rate"),
    /"params:rate" is a parameter: it has no entry/,
  );
  await assert.rejects(resolveDataset(project, "xraw"), /There is no dataset "xraw"/);
  await assert.rejects(
    previewDataset(project, "params:rte"),
    /no parameter "params:rte". Did you mean "params:rate"/,
  );
});

Deno.test("checkCatalog() finds all that is missing or wrong at once, and tells what may be on purpose", async () => {
  await using dir = await tempDir();
  await using project = await open(dir);

  const { datasets, problems, notes } = await checkCatalog(project);

  assert.deepEqual(problems.map(describeIssue), [
    'Input "tyres" of node "report" is neither in the catalog nor made by a node',
    'There is no parameter "params:rat". Did you mean "params:rate"?',
    `conf/base/catalog.yml:7  Cannot load dataset "ships_raw": cannot read "${
      dir.join("raw/ships.json")
    }": ` +
    "it does not exist",
    'conf/base/catalog.yml:9:13  old.type is "pandas.HDFDataset": this type of Kedro has no equivalent here; ' +
    "write one as a dataset type of the project",
  ]);
  const told = notes.map(describeIssue);
  for (
    const note of [
      "conf/base/catalog.yml:11  idle is used by no pipeline",
      'conf/base/catalog.yml:10:15  spark.type is "spark.SparkDataset": this type of Kedro has no equivalent',
      'conf/base/catalog.yml:8  "{table}_vault" makes no dataset that a pipeline uses',
      'conf/base/catalog.yml:8:70  {table}_vault.credentials is "absent": no such credentials',
      "conf/base/catalog.yml:13  seen comes from outside and has no schema: nothing checks what it holds",
      "given is used by no pipeline",
    ]
  ) assert.ok(told.some((each) => each.startsWith(note)), `${note} is not in\n${told.join("\n")}`);
  assert.ok(!told.some((each) => /cars comes from outside/.test(each)));
  assert.deepEqual(Object.fromEntries(datasets.map(({ name, status }) => [name, status])), {
    given: "unused",
    cars: "ok",
    ships: "unused",
    old: "broken",
    spark: "broken",
    idle: "unused",
    out: "ok",
    seen: "ok",
    cars_clean: "ok",
    joined: "ok",
    page: "ok",
    ships_raw: "missing",
    tyres: "ok",
  });
  const etl = await checkCatalog(project, { pipelines: ["etl"] });
  assert.deepEqual(etl.problems.map(({ code }) => code), ["catalog.missing_data"]);
});

Deno.test("nothing that looks into a catalog shows a credential", async () => {
  await using dir = await tempDir();
  await using project = await open(dir);
  const names = ["cars", "ships", "old", "seen", "cars_vault", "ships_raw", "given"];

  const shown = [
    await listDatasets(project),
    await checkCatalog(project),
    ...await Promise.all(names.map((name) => describeDataset(project, name))),
    ...await Promise.all(names.map((name) => resolveDataset(project, name))),
    ...await Promise.all(
      names.map((name) => previewDataset(project, name).catch((error: Error) => String(error))),
    ),
  ];

  assert.ok(!JSON.stringify(shown).includes(CANARY), JSON.stringify(shown));
});
