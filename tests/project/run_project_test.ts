import assert from "node:assert/strict";
import {
  defineProject,
  logLine,
  logMetric,
  node,
  openProject,
  pipeline,
  type Project,
  type ProjectDefinition,
  withRun,
} from "../../mod.ts";
import { tempDir } from "../support/temp_dir.ts";

const read = node({
  name: "read",
  inputs: ["numbers", "params:factor"],
  outputs: "scaled",
  run: (numbers: number[], factor: number) => numbers.map((number) => number * factor),
});
const sum = node({
  name: "sum",
  inputs: "scaled",
  outputs: "total",
  run: (numbers: number[]) => {
    const total = numbers.reduce((a, b) => a + b, 0);
    logMetric("total", total);
    return total;
  },
});
const fail = node({
  name: "fail",
  inputs: "scaled",
  outputs: "nothing",
  run: () => {
    throw new RangeError("Too many fish");
  },
});

const SUMS: ProjectDefinition = {
  name: "sums",
  pipelines: { __default__: pipeline([read, sum]), broken: pipeline([read, fail]) },
  catalog: { numbers: { type: "json", filepath: "numbers.json" } },
  parameters: { factor: 2 },
};

async function openSums(root: string, changes: Partial<ProjectDefinition> = {}): Promise<Project> {
  await Deno.writeTextFile(`${root}/numbers.json`, "[1, 2, 3]");
  return await openProject(defineProject({ ...SUMS, ...changes }), { root });
}

Deno.test("Project.run() runs the default pipeline and records it", async () => {
  await using dir = await tempDir();
  await using project = await openSums(dir.path);

  const result = await project.run();

  const run = await project.store().getRun(result.runId);
  assert.deepEqual([result.status, result.outputs, result.pipelineNames], ["finished", { total: 12 }, [
    "__default__",
  ]]);
  assert.deepEqual([run?.info.status, run?.info.runName], ["FINISHED", result.runName]);
  assert.equal(run?.metrics.total?.value, 12);
  assert.equal((await project.store().getExperimentByName("sums"))?.experimentId, run?.info.experimentId);
});

Deno.test("Project.run() throws what went wrong and records the run as failed", async () => {
  await using dir = await tempDir();
  await using project = await openSums(dir.path);

  await assert.rejects(() => project.run({ pipelines: ["broken"] }), { name: "NodeError", node: "fail" });

  const { items: [run] } = await project.store().searchRuns();
  assert.equal(run?.info.status, "FAILED");
});

Deno.test("Project.run() gives the error in the result when it is not to throw", async () => {
  await using dir = await tempDir();
  await using project = await openSums(dir.path);

  const result = await project.run({ pipelines: ["broken"], throwOnError: false });

  assert.equal(result.status, "failed");
  assert.equal((result.error as Error).name, "NodeError");
  assert.deepEqual(result.nodes.map(({ name, status }) => [name, status]), [["read", "done"], [
    "fail",
    "failed",
  ]]);
});

Deno.test("Project.run() records a stopped run as KILLED", async () => {
  await using dir = await tempDir();
  const stop = new AbortController();
  await using project = await openSums(dir.path, {
    hooks: [{ afterNodeRun: () => stop.abort(new Error("Enough")) }],
  });

  const result = await project.run({ signal: stop.signal, throwOnError: false });

  assert.equal(result.status, "killed");
  assert.equal((await project.store().getRun(result.runId))?.info.status, "KILLED");
});

Deno.test("Project.run() writes nothing when it is not to track", async () => {
  await using dir = await tempDir();
  await using project = await openSums(dir.path);

  const result = await project.run({ track: false });

  assert.deepEqual([result.tracked, result.outputs.total], [false, 12]);
  assert.deepEqual(namesIn(dir.path), ["numbers.json"]);
});

Deno.test("Project.run() that is not to track leaves a run that it is called in alone", async () => {
  await using dir = await tempDir();
  await using project = await openSums(dir.path);

  const id = await withRun({ directory: dir.path }, async (outer) => {
    await project.run({ track: false });
    return outer.id;
  });

  assert.deepEqual((await project.store().getRun(id))?.metrics, {});
});

Deno.test("Project.run() names every missing input before anything runs, and leaves no trace", async () => {
  await using dir = await tempDir();
  await using project = await openSums(dir.path, {
    catalog: {},
    parameters: { factr: 2 },
  });

  await assert.rejects(() => project.run(), (error: Error) => {
    assert.equal(error.name, "CatalogError");
    assert.match(error.message, /"numbers" of node "read" is neither in the catalog nor made by a node/);
    assert.match(error.message, /params:factor.*Did you mean "params:factr"/);
    return true;
  });
  assert.deepEqual(namesIn(dir.path), ["numbers.json"]);
});

Deno.test("Project.run() names a missing file before anything runs, and leaves no trace", async () => {
  await using dir = await tempDir();
  await using project = await openSums(dir.path);
  await Deno.remove(dir.join("numbers.json"));

  await assert.rejects(() => project.run(), {
    name: "CatalogError",
    message: /Cannot load dataset "numbers": .*numbers\.json": it does not exist/s,
  });
  assert.deepEqual(namesIn(dir.path), []);
});

Deno.test("Project.run() suggests names of pipelines", async () => {
  await using dir = await tempDir();
  await using project = await openSums(dir.path);

  await assert.rejects(() => project.run({ pipelines: ["brokn", "other"] }), {
    name: "PipelineError",
    message: /No pipeline is named "brokn".*Did you mean "broken"\?\n.*No pipeline is named "other"/s,
  });
});

Deno.test("Project.run() joins pipelines that share nodes", async () => {
  await using dir = await tempDir();
  await using project = await openSums(dir.path);

  const result = await project.run({ pipelines: ["__default__", "broken"], throwOnError: false });

  assert.deepEqual(result.nodes.map(({ name }) => name), ["read", "fail", "sum"]);
});

Deno.test("Project.run() takes name, tags and experiment of the run", async () => {
  await using dir = await tempDir();
  await using project = await openSums(dir.path);

  const result = await project.run({ runName: "first", runTags: { team: "north" }, experiment: "other" });

  const run = await project.store().getRun(result.runId);
  assert.deepEqual([run?.info.runName, run?.tags.team, result.experiment], ["first", "north", "other"]);
  assert.ok(await project.store().getExperimentByName("other"));
});

Deno.test("Project.run() tells of metrics as they are logged", async () => {
  await using dir = await tempDir();
  await using project = await openSums(dir.path);
  const heard: unknown[] = [];

  await project.run({ onMetrics: (node, points) => heard.push([node, points.map(({ key }) => key)]) });

  assert.deepEqual(heard, [["sum", ["total"]]]);
});

Deno.test("Project.run() tells of lines as they are logged, and records the command it is given", async () => {
  await using dir = await tempDir();
  const talk = node({ name: "talk", outputs: "said", run: () => (logLine("hello"), 1) });
  await using project = await openSums(dir.path, { pipelines: { __default__: pipeline([talk]) } });
  const heard: unknown[] = [];

  const { runId } = await project.run({
    onLog: ({ node, message }) => heard.push([node, message]),
    command: ["kedge", "run", "--params", "token=abc"],
  });

  const run = await project.store().getRun(runId);
  assert.deepEqual(heard, [["talk", "hello"]]);
  assert.deepEqual([run?.tags["kedge.command"], run?.tags["mlflow.source.name"]], [
    "kedge run --params 'token=***'",
    "sums",
  ]);
});

Deno.test("Project.run() keeps runs of two projects apart, at the same time", async () => {
  await using dir = await tempDir();
  await Deno.mkdir(dir.join("a"));
  await Deno.mkdir(dir.join("b"));
  await using one = await openSums(dir.join("a"));
  await using two = await openSums(dir.join("b"), { parameters: { factor: 10 } });

  const results = await Promise.all([one.run(), two.run({ runner: "concurrent" })]);

  assert.deepEqual(results.map(({ outputs }) => outputs.total), [12, 60]);
  assert.equal((await two.store().getRun(results[1].runId))?.metrics.total?.value, 60);
});

function namesIn(path: string): string[] {
  return [...Deno.readDirSync(path)].map(({ name }) => name).sort();
}

Deno.test("a path with a NUL character is refused before a run, with its file and line", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/catalog.yml": 'out:\n  type: json\n  filepath: "data/a\\0b.json"\n',
  });
  let calls = 0;
  const make = node({ name: "make", outputs: "out", run: () => ++calls });
  const definition = defineProject({ pipelines: { __default__: pipeline([make]) } });
  await using project = await openProject(definition, { root: dir.path });

  await assert.rejects(
    project.run({ track: false }),
    /catalog\.yml:3:13 {2}out\.filepath is "data\/a\\u0000b\.json": a path must not contain a NUL character/,
  );
  assert.equal(calls, 0);
});
