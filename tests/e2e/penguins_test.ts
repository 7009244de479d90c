import assert from "node:assert/strict";
import { DOMParser } from "npm:@xmldom/xmldom@0.9.12";
import { askForest, type Forest } from "../../examples/penguins/pipelines/forest.ts";
import type { Penguin } from "../../examples/penguins/pipelines/penguin.ts";
import type { Prediction } from "../../examples/penguins/pipelines/scores.ts";
import { openProject, type Project, type Run } from "../../mod.ts";
import { copyExample } from "../support/copy_files.ts";
import { kedge } from "../support/kedge.ts";
import type { TempDir } from "../support/temp_dir.ts";

/** A project that has run once, the way a user runs it. */
interface Ran extends AsyncDisposable {
  readonly copy: TempDir;
  readonly project: Project;
  readonly run: Run;
  readonly shown: string;
}

let ran: Ran;

Deno.test.beforeAll(async () => {
  ran = await runPenguins();
});

Deno.test.afterAll(async () => {
  await ran[Symbol.asyncDispose]();
});

Deno.test("the penguins run from a fresh copy and are recorded as finished", () => {
  assert.equal(ran.run.info.status, "FINISHED");
  assert.match(ran.shown, new RegExp(`finished in .*${ran.run.info.runName}`));
});

Deno.test("the penguins record every parameter that they use", () => {
  assert.deepEqual({ ...ran.run.params }, {
    "model.feature_share": "0.6",
    "model.max_depth": "4",
    "model.min_samples": "3",
    "model.seed": "7",
    "model.trees": "60",
    "model.use_sex": "true",
    "split.test_share": "0.25",
  });
});

Deno.test("the penguins tell what was dropped and repaired", () => {
  const { rows_raw, rows_dropped, sex_repaired, rows_clean } = ran.run.metrics;

  assert.deepEqual(
    [rows_raw, rows_dropped, sex_repaired, rows_clean].map((metric) => metric?.value),
    [344, 2, 9, 342],
  );
});

Deno.test("the penguins record how the forest grows in 20 steps", async () => {
  const history = await ran.project.store().getMetricHistory(ran.run.info.runId, "oob_accuracy");

  assert.deepEqual(
    history.map(({ step }) => step),
    Array.from({ length: 20 }, (_, index) => 3 * (index + 1)),
  );
  assert.ok(history.every(({ value }) => value > 0.9 && value <= 1));
});

Deno.test("the penguins record scores that the predictions bear out", async () => {
  const predictions = await ran.project.catalog().load("predictions") as Prediction[];
  const right = predictions.filter(({ species, predicted }) => species === predicted);

  assert.equal(predictions.length, 86);
  assert.equal(ran.run.metrics.accuracy?.value, right.length / predictions.length);
  assert.ok(right.length / predictions.length > 0.9);
});

Deno.test("the penguins record the model, the predictions and the figure as artifacts", async () => {
  const artifacts = await ran.project.store().listArtifacts(ran.run.info.runId);

  assert.deepEqual(artifacts.map(({ path }) => path), [
    "confusion.svg",
    "model/forest.json",
    "predictions.json",
  ]);
  assert.deepEqual(JSON.parse(await readArtifact("predictions.json")).data.length, 86);
  assert.equal(await readArtifact("confusion.svg"), await ran.project.catalog().load("confusion"));
});

Deno.test("the penguins' recorded model gives the recorded predictions again", async () => {
  const catalog = ran.project.catalog();
  const forest = JSON.parse(await readArtifact("model/forest.json")) as Forest;
  const penguins = await catalog.load("test") as Penguin[];

  const verdicts = await askForest(forest, penguins);

  const predictions = await catalog.load("predictions") as Prediction[];
  assert.deepEqual(
    verdicts,
    predictions.map(({ predicted, confidence }) => ({ species: predicted, confidence })),
  );
});

Deno.test("the penguins' figure is well-formed XML with a title and a description", async () => {
  const problems: string[] = [];

  const figure = new DOMParser({ onError: (_level, message) => problems.push(message) })
    .parseFromString(await readArtifact("confusion.svg"), "image/svg+xml");

  assert.deepEqual(problems, []);
  assert.equal(figure.documentElement?.localName, "svg");
  for (const id of figure.documentElement.getAttribute("aria-labelledby")?.split(" ") ?? []) {
    assert.notEqual(figure.getElementById(id)?.textContent, "");
  }
});

Deno.test("the penguins give the same bytes again, also when nodes run at once", async () => {
  await using again = await runPenguins("--runner", "concurrent");

  for (const name of ran.project.catalog().names()) {
    const path = String(ran.project.catalog().describe(name)?.filepath);
    assert.equal(await readText(again.copy, path), await readText(ran.copy, path), path);
  }
});

Deno.test("the penguins refuse a parameter of the wrong type, and what was made before stays", async () => {
  await using copy = await copyExample("penguins");

  const { code, stderr } = await kedge(copy.path, ["run", "--params", "model.trees=many"]);

  assert.equal(code, 1, stderr);
  assert.match(
    stderr,
    /node "train" failed .*model\.trees must be an integer from 1 to 10000, but is "many"/,
  );
  assert.match(stderr, /run .*--from-nodes train/);
  await using project = await openProject(copy.path);
  assert.equal((await onlyRun(project)).info.status, "FAILED");
  assert.equal((await project.catalog().load("train") as Penguin[]).length, 256);
  assert.equal(await project.catalog().exists("forest"), false);
});

async function runPenguins(...args: readonly string[]): Promise<Ran> {
  const copy = await copyExample("penguins");
  const { code, stdout, stderr } = await kedge(copy.path, ["run", ...args]);
  assert.equal(code, 0, `${stdout}${stderr}`);
  const project = await openProject(copy.path);
  return {
    copy,
    project,
    run: await onlyRun(project),
    shown: stdout,
    async [Symbol.asyncDispose]() {
      await project[Symbol.asyncDispose]();
      await copy[Symbol.asyncDispose]();
    },
  };
}

async function onlyRun(project: Project): Promise<Run> {
  const { items: [run, ...others] } = await project.store().searchRuns();
  assert.ok(run);
  assert.equal(others.length, 0);
  return run;
}

async function readArtifact(path: string): Promise<string> {
  return await new Response(await ran.project.store().readArtifact(ran.run.info.runId, path)).text();
}

function readText(copy: TempDir, path: string): Promise<string> {
  return Deno.readTextFile(copy.join(path));
}
