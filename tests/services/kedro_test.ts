import assert from "node:assert/strict";
import { openProject } from "../../mod.ts";
import { ROOT } from "../../tasks/process.ts";
import { kedge } from "../support/kedge.ts";
import { copyKedroProject, filesBelow, runPython, testWithKedro } from "../support/kedro.ts";
import type { TempDir } from "../support/temp_dir.ts";

// One project folder, two engines: the configuration and data of tests/services/kedro/project, laid out as Kedro's
// templates do it, are run by Kedro with the nodes of src/ and by Kedge with the same nodes of pipelines/.

const VERSION = /\d{4}-\d{2}-\d{2}T\d{2}\.\d{2}\.\d{2}\.\d{3}Z/;
const OUTPUTS = [
  ...["companies_clean", "summary", "norway#birds", "birds_book", "notes_sorted", "metrics"],
  ...["ranking", "all_readings", "stations", "tariffs_table", "totals@pandas", "total"],
];

/** Files that are not the same byte for byte, and why. */
const DIFFERENT_BYTES: Readonly<Record<string, string>> = {
  "03_primary/companies.parquet": "each writer says who it is, and times are in UTC here",
  "03_primary/tariffs.csv": "booleans are true and false here, and a number that is whole has no fraction",
  "08_reporting/codes.xlsx": "each writer has its own styles",
  "08_reporting/metrics.json/VERSION/metrics.json": "a text file ends with a line end here",
  "08_reporting/summary.yml/VERSION/summary.yml": "keys keep their order here, Python sorts them",
  "08_reporting/total.json": "a text file ends with a line end here",
  "08_reporting/totals.json": "text is UTF-8 here, and a number that is whole has no fraction",
};

/** Both engines run the project, each in a copy of its own. */
async function runBoth(
  env?: string,
): Promise<AsyncDisposable & { readonly kedro: TempDir; readonly ours: TempDir }> {
  const [kedro, ours] = await Promise.all([copyKedroProject(), copyKedroProject()]);
  const flags = env === undefined ? [] : ["--env", env];
  const [, finished] = await Promise.all([
    runPython(kedro.path, ["-m", "kedro", "run", ...flags]),
    kedge(ours.path, ["run", ...flags]),
  ]);
  assert.equal(finished.code, 0, finished.stderr);
  return {
    kedro,
    ours,
    [Symbol.asyncDispose]: async () =>
      void await Promise.all([kedro, ours].map((dir) => dir[Symbol.asyncDispose]())),
  };
}

/** What a project has saved, as Kedge loads it; partitions with what is in them. */
async function loadAll(root: string, names: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  await using project = await openProject(root);
  const catalog = project.catalog();
  const entries = await Promise.all(names.map(async (name) => {
    const value = await catalog.load(name);
    if (name !== "stations") return [name, value] as const;
    const parts = Object.entries(value as Record<string, () => Promise<unknown>>)
      .map(async ([id, load]) => [id, await load()] as const);
    return [name, Object.fromEntries(await Promise.all(parts))] as const;
  }));
  return Object.fromEntries(entries);
}

/** The same as Kedro loads it. */
async function loadAllByKedro(folder: string, names: readonly string[]): Promise<unknown> {
  const { stdout } = await runPython(folder, [`${ROOT}tests/services/kedro/compare.py`, folder, ...names]);
  return JSON.parse(stdout);
}

function withoutVersion(path: string): string {
  return path.replace(VERSION, "VERSION");
}

testWithKedro("both engines make the same files, and those of text byte for byte", async () => {
  await using both = await runBoth();
  const { kedro, ours } = both;

  const theirs = await filesBelow(kedro.join("data"));
  const mine = await filesBelow(ours.join("data"));

  assert.deepEqual(mine.map(withoutVersion), theirs.map(withoutVersion));
  const different: string[] = [];
  for (const [at, path] of theirs.entries()) {
    const [a, b] = [
      await Deno.readFile(kedro.join("data", path)),
      await Deno.readFile(ours.join("data", mine[at]!)),
    ];
    if (a.toHex() !== b.toHex()) different.push(withoutVersion(path));
  }
  assert.deepEqual(different, Object.keys(DIFFERENT_BYTES));
});

Deno.test("no credential shows in what a run prints, records or saves", async () => {
  await using dir = await copyKedroProject();
  const { stdout, stderr } = await kedge(dir.path, ["run"]);
  const shown = await kedge(dir.path, ["catalog", "show", "companies"]);

  const leaks: string[] = [];
  for (const path of await filesBelow(dir.path)) {
    if (path.endsWith("credentials.yml")) continue;
    const text = new TextDecoder("latin1").decode(await Deno.readFile(dir.join(path)));
    if (text.includes("canary-7f3a")) leaks.push(path);
  }

  assert.deepEqual(leaks, []);
  assert.doesNotMatch(`${stdout}${stderr}${shown.stdout}${shown.stderr}`, /canary-7f3a/);
  assert.match(shown.stdout, /companies\.csv/);
});

testWithKedro("both engines load the same values from what either has saved", async () => {
  await using both = await runBoth();
  const { kedro, ours } = both;

  const [byKedge, byKedro] = await Promise.all([
    Promise.all([kedro, ours].map((dir) => loadAll(dir.path, OUTPUTS))),
    Promise.all([kedro, ours].map((dir) => loadAllByKedro(dir.path, OUTPUTS))),
  ]);

  assert.deepEqual(byKedge[1], byKedge[0]);
  assert.deepEqual(byKedro[1], byKedro[0]);
  const { companies_clean, summary } = byKedge[1] as Record<string, unknown>;
  assert.equal((companies_clean as unknown[]).length, 3);
  assert.deepEqual(summary, {
    count: 3,
    mean: 4.33,
    founded: ["1893-07-02", "1959-11-11", "1993-01-01"],
    countries: ["Finland", "Norway"],
  });
});

testWithKedro("each engine goes on from what the other has saved", async () => {
  await using both = await runBoth();
  const { kedro, ours } = both;

  await runPython(ours.path, ["-m", "kedro", "run", "--nodes", "summarise,split"]);
  const finished = await kedge(kedro.path, ["run", "--nodes", "summarise,split"]);

  assert.equal(finished.code, 0, finished.stderr);
  const names = ["summary", "stations"];
  assert.deepEqual(await loadAll(ours.path, names), await loadAll(kedro.path, names));
  assert.equal((await filesBelow(ours.join("data", "08_reporting", "summary.yml"))).length, 2);
});

testWithKedro("both engines overlay an environment", async () => {
  await using both = await runBoth("prod");
  const { kedro, ours } = both;

  const theirs = await filesBelow(kedro.join("data"));
  const mine = await filesBelow(ours.join("data"));

  assert.deepEqual(mine.map(withoutVersion), theirs.map(withoutVersion));
  assert.ok(mine.includes("08_reporting/prod_notes.txt"));
  const names = ["companies_clean", "summary"];
  const [a, b] = await Promise.all([kedro, ours].map((dir) => loadAll(dir.path, names)));
  assert.deepEqual(b, a);
  assert.equal((a?.companies_clean as unknown[]).length, 4);
});

Deno.test("kedge catalog check is right about each entry of a project of Kedro, before and after a run", async () => {
  await using dir = await copyKedroProject();
  await Deno.remove(dir.join("data", "01_raw", "notes.txt"));

  const broken = await kedge(dir.path, ["catalog", "check", "--json"]);
  await dir.write({ "data/01_raw/notes.txt": "anchor buoy\n" });
  const whole = await kedge(dir.path, ["catalog", "check", "--json"]);

  const problems = ({ stdout }: { readonly stdout: string }) =>
    (JSON.parse(stdout).problems as { readonly message: string }[]).map(({ message }) => message);
  assert.deepEqual([broken.code, whole.code], [1, 0]);
  assert.equal(problems(broken).length, 1);
  assert.match(problems(broken)[0] ?? "", /notes\b.*does not exist/);
  assert.deepEqual(problems(whole), []);
  const notes = (JSON.parse(whole.stdout).notes as { readonly message: string }[]).map(({ message }) =>
    message
  );
  const unchecked = ["companies", "birds", "bird_codes", "notes", "reviews", "readings", "tariffs"];
  assert.deepEqual(notes.map((note) => note.split(/[ .]/)[0]), [
    ...unchecked,
    "old_model",
    "clusters",
    "clusters",
  ]);
  assert.deepEqual(notes.filter((note) => note.includes("is used by no pipeline")).length, 2);
  assert.match(
    notes.at(-1) ?? "",
    /clusters\.type is "spark\.SparkDataset": this type of Kedro has no equivalent/,
  );
  assert.doesNotMatch(`${broken.stdout}${broken.stderr}${whole.stdout}${whole.stderr}`, /canary-7f3a/);
});
