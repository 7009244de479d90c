import assert from "node:assert/strict";
import { defineProject, node, openProject, pipeline } from "../../mod.ts";
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
