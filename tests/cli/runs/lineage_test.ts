import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { ROOT } from "../../../tasks/process.ts";
import { type } from "../../support/typed_command.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const CANARY = "canary-5d41402a";

Deno.test("kedge runs lineage tells which run made a file, and what that was made from", async () => {
  await using dir = await project();
  assert.equal((await type(dir.path, ["run", "--pipeline", "clean"])).code, 0);
  assert.equal((await type(dir.path, ["run", "--pipeline", "count"])).code, 0);

  const { code, stdout, stderr } = await type(dir.path, ["runs", "lineage", "out/count.json"]);

  assert.deepEqual([code, stderr()], [0, ""]);
  const lines = stdout().trimEnd().split("\n").map((line) =>
    line.replaceAll(/\b[0-9a-f]{8,12}\b/g, "#").replace(/ · (just now|\d+ \w+ ago|in .*|\w+ \d.*)$/, "")
  );
  assert.deepEqual(lines, [
    "out/count.json  #",
    "  made by count # · node count",
    "  from",
    "    clean  out/clean.json · 2 rows · 105 B · #",
    "      made by clean # · node clean",
    "      from",
    "        raw  data/raw.csv · 3 rows · 47 B · #",
  ]);
});

Deno.test("kedge runs lineage knows a file by its bytes wherever it is, and a dataset by its name", async () => {
  await using dir = await project();
  await type(dir.path, ["run", "--pipeline", "clean"]);
  await Deno.rename(dir.join("out/clean.json"), dir.join("moved.json"));

  const moved = await type(dir.path, ["runs", "lineage", "moved.json", "--json"]);
  const named = await type(dir.path, ["runs", "lineage", "raw"]);

  const { origin, target } = JSON.parse(moved.stdout());
  assert.deepEqual([target.state, origin.output.uri, origin.run.runName], [
    "same",
    "out/clean.json",
    "clean",
  ]);
  assert.match(named.stdout(), /^raw {2}[0-9a-f]{12}\n {2}no run made it\n {2}read by\n {4}clean /);
});

Deno.test("kedge runs lineage does not take for the maker of data who wrote the same bytes later", async () => {
  await using dir = await project();
  await type(dir.path, ["run", "--pipeline", "clean", "--run-name", "forgotten"]);
  await type(dir.path, ["run", "--pipeline", "count", "--run-name", "early"]);
  await type(dir.path, ["runs", "delete", "forgotten"]);
  await type(dir.path, ["run", "--pipeline", "clean", "--run-name", "late"]);

  const { stdout } = await type(dir.path, ["runs", "lineage", "out/count.json", "--json"]);

  const { origin } = JSON.parse(stdout());
  assert.deepEqual([origin.run.runName, origin.inputs[0].use.dataset.name], ["early", "clean"]);
  assert.equal(origin.inputs[0].origin, undefined);
});

Deno.test("kedge runs lineage says that a file has changed since a run wrote it, and that no run knows one", async () => {
  await using dir = await project();
  await type(dir.path, ["run", "--pipeline", "clean"]);
  await dir.write({ "out/clean.json": "[]", "other.json": "{}" });

  const changed = await type(dir.path, ["runs", "lineage", "out/clean.json"]);
  const other = await type(dir.path, ["runs", "lineage", "other.json"]);
  const typo = await type(dir.path, ["runs", "lineage", "claen"]);

  assert.match(changed.stdout(), /! The file has changed since[^]*made by clean/);
  assert.equal(
    other.stderr(),
    '✗ Cannot tell where "other.json" comes from: no run has read or written this file\n',
  );
  assert.match(typo.stderr(), /no run has read or written a dataset of this name\. Did you mean "clean"\?/);
});

Deno.test("kedge runs lineage knows a folder of partitions, a file in it, and what was made from them", async () => {
  await using dir = await project();
  await type(dir.path, ["run", "--pipeline", "split"]);
  await type(dir.path, ["run", "--pipeline", "join"]);

  const folder = JSON.parse((await type(dir.path, ["runs", "lineage", "out/parts", "--json"])).stdout());
  const part = JSON.parse((await type(dir.path, ["runs", "lineage", "out/parts/a.json", "--json"])).stdout());
  const made = await type(dir.path, ["runs", "lineage", "out/joined.json"]);
  await dir.write({ "out/parts/a.json": "[]" });
  await Deno.utime(dir.join("out/parts/a.json"), new Date(), new Date(Date.now() + 10_000));
  const changed = JSON.parse(
    (await type(dir.path, ["runs", "lineage", "out/parts/a.json", "--json"])).stdout(),
  );

  for (const { target, origin, readers } of [folder, part]) {
    assert.deepEqual([target.state, origin.run.runName, readers[0].run.runName], ["same", "split", "join"]);
  }
  assert.equal(part.target.name, "out/parts/a.json");
  assert.deepEqual([changed.target.state, changed.origin.run.runName], ["changed", "split"]);
  assert.match(made.stdout(), /parts {2}out\/parts · [^\n]*\n {6}made by split /);
});

Deno.test("kedge runs rerun compares folders of partitions part by part", async () => {
  await using dir = await project();
  await type(dir.path, ["run", "--pipeline", "split"]);
  await type(dir.path, ["run", "--pipeline", "join"]);
  const same = await type(dir.path, ["runs", "rerun", "@latest", "--dry-run"]);
  await dir.write({ "out/parts/b.json": "[]" });

  const { stdout } = await type(dir.path, ["runs", "rerun", "@latest", "--dry-run"]);

  assert.equal(same.stdout(), "  Nothing differs from then\n");
  assert.match(stdout(), /data {2,}out\/parts {2,}p[0-9a-f]{31} {2,}p[0-9a-f]{31}\n/);
});

Deno.test("kedge runs rerun takes the configuration from where the run had it", async () => {
  await using dir = await project();
  await dir.write({
    "other/base/catalog.yml": await Deno.readTextFile(dir.join("conf/base/catalog.yml")),
    "other/base/parameters.yml": "min: 10\n",
  });
  await type(dir.path, ["run", "--pipeline", "clean", "--conf-source", "other"]);

  const { code, stderr } = await type(dir.path, ["runs", "rerun", "@latest"]);

  assert.equal(code, 0, stderr());
  assert.match(stderr(), / Nothing differs from then\n/);
  const { runs: [again] } = JSON.parse((await type(dir.path, ["runs", "list", "--json"])).stdout());
  assert.equal(again.params.min, "10");
});

Deno.test("kedge runs rerun does not take a random name for a difference", async () => {
  await using dir = await project();
  await dir.write({ "conf/base/mlflow.yml": 'tracking: {run: {name: "nightly-${km.random_name:}"}}\n' });
  await type(dir.path, ["run", "--pipeline", "clean"]);

  const { stdout } = await type(dir.path, ["runs", "rerun", "@latest", "--dry-run"]);

  assert.equal(stdout(), "  Nothing differs from then\n");
});

Deno.test("kedge runs show shows what a run read and wrote", async () => {
  await using dir = await project();
  await type(dir.path, ["run", "--pipeline", "clean"]);

  const { stdout } = await type(dir.path, ["runs", "show", "@latest"]);

  assert.match(
    stdout(),
    /\n {2}data\n {4}read {2}raw +data\/raw\.csv · 3 rows · 47 B\n {4}wrote clean +out\/clean\.json · 2 rows · 105 B\n/,
  );
});

Deno.test("kedge runs rerun repeats a run, with its parameters, and tells what differs today", async () => {
  await using dir = await project();
  await type(dir.path, ["run", "--pipeline", "clean", "--params", "min=1"]);
  await dir.write({
    "data/raw.csv": "species,mass\nAdelie,3700\n",
    "conf/base/parameters.yml": "min: 3000\nmax: 9\n",
  });

  const { code, stdout, stderr } = await type(dir.path, ["runs", "rerun", "@latest"]);

  assert.equal(code, 0, stderr());
  assert.match(stderr(), /configuration {2}parameters\.max {2,}– {2,}9\n/);
  assert.match(stderr(), /data {2,}data\/raw\.csv {2,}[0-9a-f]{32} {2,}[0-9a-f]{32}\n/);
  assert.doesNotMatch(stderr(), /parameters\.min/);
  assert.match(stdout(), /finished/);
  const list = await type(dir.path, ["runs", "list", "--json"]);
  const { runs: [again, first] } = JSON.parse(list.stdout());
  assert.equal(again.tags["kedge.rerunOf"], first.runId);
  assert.equal(again.params.min, first.params.min);
  assert.equal(again.params.min, "1");
});

Deno.test("kedge runs rerun --dry-run runs nothing", async () => {
  await using dir = await project();
  await type(dir.path, ["run", "--pipeline", "clean"]);

  const { code, stdout } = await type(dir.path, ["runs", "rerun", "@latest", "--dry-run"]);

  assert.deepEqual([code, stdout()], [0, "  Nothing differs from then\n"]);
  const { runs } = JSON.parse((await type(dir.path, ["runs", "list", "--json"])).stdout());
  assert.equal(runs.length, 1);
});

Deno.test("kedge runs rerun cannot repeat a run whose parameters were secret", async () => {
  await using dir = await project();
  await type(dir.path, ["run", "--pipeline", "clean", "--params", `my_token=${CANARY}`]);

  const { code, stdout, stderr } = await type(dir.path, ["runs", "rerun", "@latest"]);

  assert.deepEqual([code, stdout()], [2, ""]);
  assert.equal(
    stderr(),
    '✗ Cannot run "clean" again: it was given my_token, which are secret and were not kept\n',
  );
});

async function project(): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({
    "kedge.ts": `
import { defineProject, node, pipeline } from ${JSON.stringify(pathToFileURL(`${ROOT}mod.ts`).href)};
const clean = node({
  name: "clean",
  inputs: ["raw", "params:min"],
  outputs: "clean",
  run: (rows, min) => rows.filter(({ mass }) => mass >= min),
});
const count = node({ name: "count", inputs: "clean", outputs: "count", run: (rows) => rows.length });
const split = node({ name: "split", inputs: [], outputs: "parts", run: () => ({ a: [1], b: [2] }) });
const join = node({
  name: "join",
  inputs: "parts",
  outputs: "joined",
  run: async ({ a, b }) => [...await a(), ...await b()],
});
export default defineProject({
  name: "penguins",
  pipelines: {
    __default__: pipeline([clean, count]),
    clean: pipeline([clean]),
    count: pipeline([count]),
    split: pipeline([split]),
    join: pipeline([join]),
  },
});
`,
    "conf/base/catalog.yml": `
raw: { type: csv, filepath: data/raw.csv }
clean: { type: json, filepath: out/clean.json }
count: { type: json, filepath: out/count.json }
parts: { type: partitioned, path: out/parts, dataset: json, filename_suffix: .json }
joined: { type: json, filepath: out/joined.json }
`,
    "conf/base/parameters.yml": "min: 3000\nmy_token: null\n",
    "data/raw.csv": "species,mass\nAdelie,3700\nGentoo,5000\nAdelie,20\n",
  });
  return dir;
}
