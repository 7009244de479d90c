import assert from "node:assert/strict";
import { type ConfigObject, defineProject, node, openProject, pipeline } from "../../mod.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("paramHooks() records the parameters of the nodes that ran, once each", async () => {
  await using dir = await tempDir();
  const a = node({ name: "a", inputs: ["params:k", "params:model"], outputs: "x", run: (k: number) => k });
  const b = node({ name: "b", inputs: ["params:k", "parameters"], outputs: "y", run: (k: number) => k });
  const c = node({ name: "c", inputs: "params:unused", outputs: "z", run: (value: string) => value });
  const parameters = { k: 1.5e-8, model: { trees: 100, names: ["a"] }, unused: "text" };
  const definition = defineProject({
    pipelines: { __default__: pipeline([a, b]), other: pipeline([c]) },
    parameters,
  });
  await using project = await openProject(definition, { root: dir.path });

  const { runId } = await project.run();

  const run = await project.store().getRun(runId);
  assert.deepEqual(run?.params, {
    k: "1.5e-8",
    model: '{"trees":100,"names":["a"]}',
    parameters: JSON.stringify(parameters),
  });
});

Deno.test("paramHooks() keeps the parameters of the node that failed", async () => {
  await using dir = await tempDir();
  const fail = node({
    name: "fail",
    inputs: "params:rate [%]",
    outputs: "x",
    run: () => {
      throw new Error("Stop");
    },
  });
  const definition = defineProject({
    pipelines: { __default__: pipeline([fail]) },
    parameters: { "rate [%]": true },
  });
  await using project = await openProject(definition, { root: dir.path });

  const { runId } = await project.run({ throwOnError: false });

  assert.deepEqual((await project.store().getRun(runId))?.params, { "rate ___": "true" });
});

interface Case {
  readonly parameters: ConfigObject;
  readonly inputs: readonly string[];
  readonly mlflow?: string;
  readonly kedge?: string;
}

// A run of one node that takes these inputs.
async function runOf({ parameters, inputs, mlflow = "", kedge = "" }: Case) {
  await using dir = await tempDir();
  await dir.write({ "conf/base/mlflow.yml": mlflow, "conf/base/kedge.yml": kedge });
  const only = node({ name: "only", inputs: inputs as string[], outputs: "x", run: () => 1 });
  const definition = defineProject({ pipelines: { __default__: pipeline([only]) }, parameters });
  await using project = await openProject(definition, { root: dir.path });
  const { runId, error } = await project.run({ throwOnError: false });
  const run = await project.store().getRun(runId);
  const log = (await project.store().getLogLines(runId)).map(({ level, message }) => `${level}: ${message}`);
  return { params: run?.params, tags: run?.tags, log, error };
}

Deno.test("paramHooks() flattens where mlflow.yml says so, `parameters` too", async () => {
  const mlflow = "tracking: {params: {dict_params: {flatten: true, recursive: false, sep: '-'}}}";

  const { params } = await runOf({
    parameters: { param1: 1, m: { a: { b: 2 }, e: {} } },
    inputs: ["params:param1", "params:m", "parameters"],
    mlflow,
  });

  assert.deepEqual(params, {
    param1: "1",
    "m-a": '{"b":2}',
    "m-e": "{}",
    "parameters-param1": "1",
    "parameters-m": '{"a":{"b":2},"e":{}}',
  });
});

Deno.test("paramHooks() records what is included and not excluded, in maps and flattened", async () => {
  const parameters = { model: { trees: 5, seed: 7, deep: { x: 1 } }, other: 1, path: "a" };
  const kedge = "tracking: {params: {include: [model, path], exclude: ['*.seed', deep]}}";
  const inputs = ["params:model", "params:other", "params:path", "params:model.seed", "parameters"];

  const whole = await runOf({ parameters, inputs, kedge });
  const flat = await runOf({
    parameters,
    inputs,
    kedge,
    mlflow: "tracking: {params: {dict_params: {flatten: true}}}",
  });

  assert.deepEqual(whole.params, {
    model: '{"trees":5}',
    path: "a",
    parameters: '{"model":{"trees":5},"path":"a"}',
  });
  assert.deepEqual(flat.params, {
    "model.trees": "5",
    path: "a",
    "parameters.model.trees": "5",
    "parameters.path": "a",
  });
});

Deno.test("paramHooks() hides values by name: as inputs, in maps, flattened, and in all parameters", async () => {
  const parameters = { db: { password: "hunter2", user: "ada" }, my_pin: "hunter2", max_tokens: 5 };
  const kedge = "tracking: {params: {redact: ['*pin*', '!max_tokens']}}";
  const inputs = ["params:db", "params:db.password", "params:my_pin", "params:max_tokens", "parameters"];

  const whole = await runOf({ parameters, inputs, kedge });
  const flat = await runOf({
    parameters,
    inputs,
    kedge,
    mlflow: "tracking: {params: {dict_params: {flatten: true}}}",
  });

  assert.deepEqual(whole.params, {
    db: '{"password":"***","user":"ada"}',
    "db.password": "***",
    my_pin: "***",
    max_tokens: "5",
    parameters: '{"db":{"password":"***","user":"ada"},"my_pin":"***","max_tokens":5}',
  });
  assert.ok(!JSON.stringify(flat).includes("hunter2"));
});

Deno.test("paramHooks() records two names apart that MLflow would take for one, and says so", async () => {
  const { params, log } = await runOf({
    parameters: { a$b: 1, "a#b": 2, "x@y": 3 },
    inputs: ["params:a$b", "params:a#b", "params:x@y"],
  });

  assert.deepEqual(Object.values(params ?? {}).sort(), ["1", "2", "3"]);
  assert.equal(params?.["x_y"], "3");
  assert.ok(log.includes('warn: Parameter "x@y" is recorded as "x_y"'), log.join("\n"));
  assert.ok(log.some((line) => /^warn: Parameter "a\$b" is recorded as "a_b_[0-9a-f]{8}"$/.test(line)));
});

const LONG = "x".repeat(6020);

Deno.test("paramHooks() fails the node of a parameter that is too long, and names run, parameter and length", async () => {
  const { params, error } = await runOf({
    parameters: { long: LONG, k: 1 },
    inputs: ["params:k", "params:long"],
  });

  assert.equal(
    (error as Error).message,
    'Cannot record parameter "long" of run "__default__": its value has 6020 characters, at most 6000 fit. ' +
      'Set tracking.params.long_params_strategy to "truncate" or "tag" in mlflow.yml',
  );
  assert.deepEqual(params, {});
});

Deno.test("paramHooks() cuts a parameter that is too long, or keeps it as a tag, and says so", async () => {
  const strategy = (name: string) => `tracking: {params: {long_params_strategy: ${name}}}`;
  const given = { parameters: { long: LONG }, inputs: ["params:long"] };

  const truncated = await runOf({ ...given, mlflow: strategy("truncate") });
  const tagged = await runOf({ ...given, mlflow: strategy("tag") });
  const huge = await runOf({ ...given, parameters: { long: "y".repeat(9000) }, mlflow: strategy("tag") });

  assert.deepEqual(truncated.params, { long: LONG.slice(0, 6000) });
  assert.deepEqual(truncated.log, [
    'warn: Parameter "long" is cut after 6000 characters: its value has 6020 characters',
  ]);
  assert.deepEqual([tagged.params, tagged.tags?.["long"]], [{}, LONG]);
  assert.deepEqual(tagged.log, [
    'warn: Parameter "long" is recorded as a tag: its value has 6020 characters',
  ]);
  assert.equal(huge.tags?.["long"]?.length, 8000);
  assert.deepEqual(huge.log, [
    'warn: Parameter "long" is recorded as a tag, cut after 8000 characters: its value has 9000 characters',
  ]);
});
