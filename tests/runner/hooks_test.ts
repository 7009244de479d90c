import assert from "node:assert/strict";
import type { Hooks } from "../../lib/hooks/hooks.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { eventLog } from "../support/events.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";

const SUM = pipeline([
  node({
    name: "sum",
    inputs: ["a", "params:k"],
    outputs: { left: "x", right: "y" },
    run: (a: number, k: number) => ({ right: a - k, left: a + k }),
  }),
]);
const catalog = () => fakeCatalog({ stored: { a: 1 }, parameters: { k: 2 } });

Deno.test("runPipeline() calls hooks in Kedro's order", async () => {
  const log = eventLog(
    "beforePipelineRun",
    "beforeDatasetLoaded",
    "afterDatasetLoaded",
    "beforeNodeRun",
    "afterNodeRun",
    "beforeDatasetSaved",
    "afterDatasetSaved",
    "afterNodeDone",
    "afterPipelineRun",
  );

  await runPipeline(SUM, catalog(), { hooks: [log.hooks] });

  assert.deepEqual(log.events, [
    "beforePipelineRun",
    "beforeDatasetLoaded a sum",
    "afterDatasetLoaded a sum",
    "beforeDatasetLoaded params:k sum",
    "afterDatasetLoaded params:k sum",
    "beforeNodeRun sum",
    "afterNodeRun sum",
    "beforeDatasetSaved x sum",
    "afterDatasetSaved x sum",
    "beforeDatasetSaved y sum",
    "afterDatasetSaved y sum",
    "afterNodeDone sum",
    "afterPipelineRun",
  ]);
});

Deno.test("runPipeline() gives hooks values by name of the dataset", async () => {
  const heard: Record<string, unknown> = {};
  const hooks: Hooks = {
    afterDatasetLoaded: ({ datasetName, data }) => void (heard[`loaded ${datasetName}`] = data),
    beforeNodeRun: ({ inputs }) => void (heard["before"] = inputs),
    afterNodeRun: ({ inputs, outputs }) => void (heard["after"] = [inputs, outputs]),
    beforeDatasetSaved: ({ datasetName, data }) => void (heard[`saving ${datasetName}`] = data),
    afterPipelineRun: ({ outputs, runParams }) => void (heard["end"] = [outputs, runParams.runner]),
  };

  await runPipeline(SUM, catalog(), { hooks: [hooks] });

  const inputs = { a: 1, "params:k": 2 };
  const outputs = { x: 3, y: -1 };
  assert.deepEqual(heard, {
    "loaded a": 1,
    "loaded params:k": 2,
    "before": inputs,
    "after": [inputs, outputs],
    "saving x": 3,
    "saving y": -1,
    "end": [outputs, "sequential"],
  });
});

Deno.test("runPipeline() waits for each hook", async () => {
  const order: string[] = [];
  const slow = (name: string) => async () => {
    order.push(`${name} begins`);
    await Promise.resolve();
    order.push(`${name} ends`);
  };
  const names = ["beforeDatasetLoaded", "beforeNodeRun", "afterNodeRun", "beforeDatasetSaved"];
  const hooks: Hooks = Object.fromEntries(names.map((name) => [name, slow(name)]));

  await runPipeline(
    pipeline(node({ name: "x", inputs: "a", outputs: "b", run: () => order.push("call") })),
    catalog(),
    { hooks: [hooks] },
  );

  assert.deepEqual(order, [
    "beforeDatasetLoaded begins",
    "beforeDatasetLoaded ends",
    "beforeNodeRun begins",
    "beforeNodeRun ends",
    "call",
    "afterNodeRun begins",
    "afterNodeRun ends",
    "beforeDatasetSaved begins",
    "beforeDatasetSaved ends",
  ]);
});

Deno.test("beforeNodeRun replaces inputs, for the function and for the hooks after it", async () => {
  let seen: unknown;
  const hooks: Hooks = {
    beforeNodeRun: () => ({ a: 10 }),
    afterNodeRun: ({ inputs }) => void (seen = inputs),
  };

  const { outputs } = await runPipeline(SUM, catalog(), { hooks: [hooks] });

  assert.deepEqual(outputs, { x: 12, y: 8 });
  assert.deepEqual(seen, { a: 10, "params:k": 2 });
});

Deno.test("beforeNodeRun may replace an input by undefined, and every place of an input that stands twice", async () => {
  const seen: unknown[] = [];
  const twice = node({
    name: "x",
    inputs: ["a", "a"],
    run: (...values: unknown[]) => void seen.push(values),
  });

  await runPipeline(pipeline(twice), catalog(), { hooks: [{ beforeNodeRun: () => ({ a: undefined }) }] });

  assert.deepEqual(seen, [[undefined, undefined]]);
});

Deno.test("changing the inputs of an event changes nothing for the function", async () => {
  const hooks: Hooks = {
    beforeNodeRun({ inputs }) {
      // What a hook in JavaScript may do.
      (inputs as Record<string, unknown>)["a"] = 100;
    },
  };

  assert.deepEqual((await runPipeline(SUM, catalog(), { hooks: [hooks] })).outputs, { x: 3, y: -1 });
});

Deno.test("beforeNodeRun with an input that the node does not have fails the node, with a suggestion", async () => {
  const hooks: Hooks = { beforeNodeRun: () => ({ "params:kk": 1 }) };
  const log = eventLog("onNodeError", "onPipelineError");

  const result = await runPipeline(SUM, catalog(), { hooks: [log.hooks, hooks], throwOnError: false });

  assert.equal(
    (result.error as Error).message,
    'Node "sum" failed: Hook beforeNodeRun() replaced an input that the node does not have: "params:kk". ' +
      'Did you mean "params:k"?',
  );
  assert.deepEqual(log.events, ["onNodeError sum", "onPipelineError"]);
});

for (
  const name of [
    "beforePipelineRun",
    "beforeDatasetLoaded",
    "afterDatasetLoaded",
    "beforeNodeRun",
    "afterNodeRun",
    "beforeDatasetSaved",
    "afterDatasetSaved",
    "afterNodeDone",
    "afterPipelineRun",
  ] as const
) {
  for (const kind of ["throws", "rejects"] as const) {
    Deno.test(`a hook ${name} that ${kind} fails the run`, async () => {
      const error = new Error("hook");
      const failing = kind === "rejects" ? () => Promise.reject(error) : () => {
        throw error;
      };
      const log = eventLog("onNodeError", "onPipelineError");

      const result = await runPipeline(SUM, catalog(), {
        hooks: [{ [name]: failing }, log.hooks],
        throwOnError: false,
      });

      assert.equal(result.status, "failed");
      assert.equal(result.error, error);
      assert.deepEqual(log.events, ["onPipelineError"]);
    });
  }
}

Deno.test("hooks that throw when told of a failure do not hide it", async () => {
  const cause = new Error("boom");
  const first = new Error("first");
  const second = new Error("second");
  const heard: string[] = [];
  const failing = node({
    name: "x",
    inputs: "a",
    run: () => {
      throw cause;
    },
  });

  const result = await runPipeline(pipeline(failing), catalog(), {
    throwOnError: false,
    hooks: [
      { onPipelineError: () => void heard.push("told") },
      { onNodeError: () => Promise.reject(first), onPipelineError: () => Promise.reject(second) },
    ],
  });

  assert.equal((result.error as Error).cause, cause);
  assert.deepEqual(result.hookErrors, [first, second]);
  assert.deepEqual(heard, ["told"]);
});

Deno.test("hooks get fresh run parameters when none are given", async () => {
  const ids = new Set<string>();
  const hooks: Hooks = {
    beforePipelineRun: ({ runParams }) => void ids.add(runParams.runId),
    beforeNodeRun: ({ runId }) => void ids.add(runId),
  };

  await runPipeline(SUM, catalog(), { hooks: [hooks] });
  await runPipeline(SUM, catalog(), { hooks: [hooks], concurrency: 2 });

  assert.equal(ids.size, 2);
  for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/);
});
