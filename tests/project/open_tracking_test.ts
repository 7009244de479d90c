import assert from "node:assert/strict";
import { defineProject, logMetric, node, openProject, pipeline, type Project, withRun } from "../../mod.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

interface Setup {
  readonly mlflow?: string;
  readonly kedge?: string;
  readonly environ?: Readonly<Record<string, string>>;
  readonly env?: string;
}

const greet = node({ name: "greet", outputs: "x", run: () => logMetric("loss", 1) ?? 1 });
const DEFINITION = defineProject({
  name: "birds",
  pipelines: { __default__: pipeline([greet]), off: pipeline([greet]), off2: pipeline([]) },
});

async function open(dir: TempDir, { mlflow = "", kedge = "", environ = {}, env }: Setup): Promise<Project> {
  await dir.write({
    "conf/base/mlflow.yml": mlflow,
    "conf/base/kedge.yml": kedge,
    "conf/prod/empty.yml": "",
  });
  const variables = { get: (name: string) => environ[name] };
  return await openProject(DEFINITION, { root: dir.path, variables, env });
}

async function runsOf(project: Project) {
  return (await project.store().searchRuns({ lifecycleStage: "all" })).items.toReversed();
}

for (const uri of ["mysql://ada:hunter2@db/mlflow", "databricks"]) {
  Deno.test(`Project.run() records nothing with ${uri}: it refuses to run, unless untracked`, async () => {
    await using dir = await tempDir();
    const mlflow =
      `server:\n  mlflow_tracking_uri: ${uri}\ntracking: {disable_tracking: {pipelines: ["off"]}}\n`;
    await using project = await open(dir, { mlflow });

    await assert.rejects(project.run(), (error: Error) => {
      assert.equal(error.name, "ConfigError");
      assert.match(error.message, /conf\/base\/mlflow\.yml:2:24 {2}server\.mlflow_tracking_uri is "/);
      assert.ok(!error.message.includes("hunter2"));
      return true;
    });
    assert.equal((await project.run({ track: false })).status, "finished");
    assert.equal((await project.run({ pipelines: ["off"] })).tracked, false);
    await assert.rejects(Deno.stat(dir.join(".kedge")), Deno.errors.NotFound);
  });
}

Deno.test("Project.run() leaves a run untracked when all of its pipelines are disabled", async () => {
  await using dir = await tempDir();
  await using project = await open(dir, {
    mlflow: "tracking: {disable_tracking: {pipelines: ['off', off2]}}",
  });

  const off = await project.run({ pipelines: ["off", "off2"] });
  const both = await project.run({ pipelines: ["off", "__default__"] });

  assert.deepEqual([off.tracked, off.status, both.tracked], [false, "finished", true]);
  assert.deepEqual((await runsOf(project)).map(({ info }) => info.runName), ["off+__default__"]);
});

Deno.test("openProject() tells of a disabled pipeline that is none, and what was likely meant", async () => {
  await using dir = await tempDir();
  await using project = await open(dir, {
    mlflow: "tracking: {disable_tracking: {pipelines: ['off', off3]}}",
  });

  assert.deepEqual(project.notices.map(({ message }) => message), [
    'tracking.disable_tracking.pipelines of mlflow.yml names "off3": there is no such pipeline. Did you mean "off"?',
  ]);
});

Deno.test("Project.run() marks runs as mlflow.yml, kedge.yml, the environment and the caller say, the last one wins", async () => {
  await using dir = await tempDir();
  await using project = await open(dir, {
    mlflow:
      "tracking: {experiment: {name: e, create_experiment_kwargs: {tags: {team: birds}}}, run: {name: nightly}}",
    kedge: "tracking: {run: {description: First try, tags: {b: file, c: file}}}",
    environ: { MLFLOW_RUN_CONTEXT: '{"a": "env", "b": "env"}' },
    env: "prod",
  });

  const { runId } = await project.run({ runTags: { c: "caller" } });

  const run = await project.store().getRun(runId);
  const { a, b, c, env, kedro_command: command, "mlflow.note.content": note } = run?.tags ?? {};
  assert.deepEqual([run?.info.runName, a, b, c], ["nightly", "env", "file", "caller"]);
  assert.deepEqual([env, command, note], ["prod", "kedro run --pipeline=__default__", "First try"]);
  assert.deepEqual((await project.store().getExperimentByName("e"))?.tags, { team: "birds" });
});

Deno.test("Project.run() goes on with the run that mlflow.yml names, or that the caller names instead", async () => {
  await using dir = await tempDir();
  await using plain = await open(dir, {});
  const [first, second] = [await plain.run(), await plain.run()];
  await using project = await open(dir, { mlflow: `tracking: {run: {id: "${first.runId}"}}` });

  assert.equal((await project.run()).runId, first.runId);
  assert.equal((await project.run({ runId: second.runId })).runId, second.runId);
  assert.equal((await runsOf(project)).length, 2);
});

Deno.test("Project.run() goes on once with the run of MLFLOW_RUN_ID", async () => {
  await using dir = await tempDir();
  await using plain = await open(dir, {});
  const { runId } = await plain.run();
  await using project = await open(dir, { environ: { MLFLOW_RUN_ID: runId, MLFLOW_EXPERIMENT_NAME: "f" } });

  const [again, fresh] = [await project.run(), await project.run()];

  assert.deepEqual([again.runId, again.experiment], [runId, "birds"]);
  assert.notEqual(fresh.runId, runId);
  assert.equal(fresh.experiment, "f");
});

Deno.test("Project.run() says in a sentence that a run to go on with is not there", async () => {
  await using dir = await tempDir();
  await using project = await open(dir, { mlflow: "tracking: {run: {id: gone}}" });

  await assert.rejects(project.run(), {
    message: 'Cannot go on with run "gone": there is no run with this id',
  });
  assert.deepEqual(await runsOf(project), []);
});

Deno.test("Project.run() uses the experiment of MLFLOW_EXPERIMENT_ID, which must exist", async () => {
  await using dir = await tempDir();
  await using project = await open(dir, { environ: { MLFLOW_EXPERIMENT_ID: "1" } });
  await assert.rejects(project.run(), { message: "Cannot use experiment 1: there is none with this id" });
  await project.store().createExperiment("made");

  assert.equal((await project.run()).experiment, "made");
  assert.equal((await project.run({ experiment: "other" })).experiment, "other");
});

Deno.test("Project.run() inside of another run is a part of it", async () => {
  await using dir = await tempDir();
  await using project = await open(dir, {});
  let outer: string | undefined;

  const { runId } = await withRun({ directory: dir.path, name: "search" }, (run) => {
    outer = run.id;
    return project.run();
  });

  assert.equal((await project.store().getRun(runId))?.tags["mlflow.parentRunId"], outer);
});

Deno.test("Project.notices tell that a file has the layout of kedro-mlflow 0.7, and what its URI means", async () => {
  await using dir = await tempDir();
  await using project = await open(dir, { mlflow: "mlflow_tracking_uri: mlruns\nrun: {name: nightly}\n" });

  const { runName } = await project.run();

  assert.equal(runName, "nightly");
  assert.deepEqual(project.notices.map(({ code, place }) => [code, place?.line]), [
    ["tracking.flat_layout", 1],
    ["tracking.local_uri", 1],
  ]);
});
