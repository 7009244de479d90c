import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../../mod.ts";
import { type } from "../../support/typed_command.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const ID = "8f3c".padEnd(32, "0");

Deno.test("kedge runs export and import move runs with their artifacts", async () => {
  await using from = await storeWithRun();
  await using to = await tempDir();
  await to.write({ "kedge.ts": "" });

  const exported = await type(from.path, [
    "runs",
    "export",
    "--format",
    "archive",
    "--output",
    to.join("r.tar.gz"),
  ]);
  const imported = await type(to.path, ["runs", "import", "r.tar.gz"]);
  const again = await type(to.path, ["runs", "import", "r.tar.gz"]);

  assert.deepEqual([exported.code, exported.stdout()], [0, `  wrote 1 run to ${to.join("r.tar.gz")}\n`]);
  assert.equal(
    imported.stdout(),
    "  imported 1 run and 1 artifact from an archive: shining-auk-417\n  look: deno task kedge runs list\n",
    imported.stderr(),
  );
  assert.equal(
    again.stdout(),
    "  imported 0 runs and 0 artifacts from an archive\n  here already: 1 run\n",
  );
});

Deno.test("kedge runs export prints JSON and CSV of the runs chosen", async () => {
  await using dir = await storeWithRun();

  const json = await type(dir.path, ["runs", "export", "@latest"]);
  const csv = await type(dir.path, ["runs", "export", "--format", "csv", "--filter", "metrics.loss > 9"]);

  assert.equal(JSON.parse(json.stdout()).runs[0].runName, "shining-auk-417");
  assert.equal(csv.stdout(), "run_id,run_name,experiment,status,start_time,end_time\n");
});

Deno.test("kedge runs export writes the format that the name of the file says", async () => {
  await using dir = await storeWithRun();
  const cases = [["runs.csv", "csv"], ["runs.tar.gz", "archive"], ["RUNS.TGZ", "archive"], [
    "runs.json",
    "json",
  ]];

  for (const [output = "", format] of cases) {
    const { stdout } = await type(dir.path, ["runs", "export", "--output", output, "--json"]);
    assert.equal(JSON.parse(stdout()).format, format);
  }
  const told = ["--output", "odd.csv", "--format", "json", "--json"];
  const { stdout } = await type(dir.path, ["runs", "export", ...told]);
  assert.equal(JSON.parse(stdout()).format, "json");
  assert.deepEqual([...(await Deno.readFile(dir.join("runs.tar.gz"))).subarray(0, 2)], [0x1f, 0x8b]);
});

Deno.test("kedge runs export and import say what is wrong", async () => {
  await using dir = await storeWithRun();
  await dir.write({ "x.txt": "no archive" });

  const cases = [
    [["export", "--format", "xml"], 'Flag --format must be one of json, csv, archive: found "xml"'],
    [["export", "--format", "archive"], "An archive needs a file: give --output FILE"],
    [["export", "@latest", "--filter", "metrics.loss < 1"], "Name runs, or give --filter, not both"],
    [["import", "nope"], `Cannot import "${dir.join("nope")}": it does not exist`],
    [
      ["import", "x.txt"],
      `Cannot open archive "${dir.join("x.txt")}": it must be a zip, tar or tar.gz archive`,
    ],
  ] as const;
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await type(dir.path, ["runs", ...args]);
    assert.deepEqual([code, stdout(), stderr()], [2, "", `✗ ${message}\n`]);
  }
});

Deno.test("kedge runs export makes the folders of its file, and says why it cannot write one", async () => {
  await using dir = await storeWithRun();
  await dir.write({ "x.txt": "a file" });

  const made = await type(dir.path, ["runs", "export", "--output", "new/folder/runs.json"]);
  const below = await type(dir.path, ["runs", "export", "--output", "x.txt/runs.json"]);
  const folder = await type(dir.path, ["runs", "export", "--output", "new"]);

  assert.deepEqual([made.code, made.stderr()], [0, ""]);
  assert.equal(JSON.parse(await Deno.readTextFile(dir.join("new/folder/runs.json"))).runs.length, 1);
  for (const { code, stderr } of [below, folder]) {
    assert.equal(code, 2);
    assert.match(stderr(), /^✗ Cannot write /);
    assert.doesNotMatch(stderr(), /bug in Kedge/);
  }
});

Deno.test("kedge runs import refuses a folder that is none of MLflow, such as the one around mlruns", async () => {
  await using dir = await storeWithRun();
  await dir.write({ "mlruns/0/meta.yaml": "experiment_id: '0'\nname: Default\nlifecycle_stage: active\n" });

  const around = await type(dir.path, ["runs", "import", "."]);
  const empty = await type(dir.path, ["runs", "import", "mlruns"]);

  assert.deepEqual([around.code, around.stdout()], [2, ""]);
  assert.match(around.stderr(), /^✗ Cannot import ".*": it must be a folder "mlruns" that MLflow wrote/);
  assert.equal(empty.stdout(), "  imported 0 runs and 0 artifacts from a folder of MLflow\n");
});

async function storeWithRun(): Promise<TempDir> {
  const dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  store.insertRun(ID, { experimentId: "0", runName: "shining-auk-417", startTime: 1000 });
  store.write(ID, { metrics: [{ key: "loss", value: 0.5, step: 0, timestamp: 1 }] });
  await store.writeArtifact(ID, "a.txt", new TextEncoder().encode("hello"));
  store.finishRun(ID, { status: "FINISHED", endTime: 2000 });
  return dir;
}
