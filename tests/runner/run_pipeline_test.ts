import assert from "node:assert/strict";
import { DatasetError, NodeError } from "../../lib/core/errors.ts";
import type { Hooks } from "../../lib/hooks/hooks.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { eventLog } from "../support/events.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";

const increase = (value: number) => value + 1;
const fail = (error: unknown) => () => {
  throw error;
};

Deno.test("runPipeline() runs nodes in order and gives the free outputs that are in memory", async () => {
  const twice = pipeline([
    node({
      name: "second",
      inputs: "b",
      outputs: ["c", "stored"],
      run: (value: number) => [value + 1, "kept"],
    }),
    node({ name: "first", inputs: "a", outputs: "b", run: increase }),
  ]);
  const catalog = fakeCatalog({ stored: { a: 1, stored: undefined } });

  const result = await runPipeline(twice, catalog);

  assert.equal(result.status, "finished");
  assert.deepEqual(result.outputs, { c: 3 });
  assert.equal(catalog.values.get("stored"), "kept");
  assert.deepEqual(result.nodes.map(({ name, status }) => [name, status]), [["first", "done"], [
    "second",
    "done",
  ]]);
  assert.deepEqual(result.resumeFrom, []);
  assert.equal("error" in result, false);
});

Deno.test("runPipeline() of an empty pipeline finishes", async () => {
  const result = await runPipeline(pipeline([]), fakeCatalog());

  assert.deepEqual([result.status, result.nodes, result.outputs], ["finished", [], {}]);
});

Deno.test("runPipeline() waits for functions that return promises", async () => {
  const later = pipeline([
    node({ name: "x", outputs: "a", run: () => Promise.resolve(1) }),
    node({
      name: "y",
      inputs: "a",
      outputs: ["b", "c"],
      run: async (a: number) => [await Promise.resolve(a), 2],
    }),
  ]);

  assert.deepEqual((await runPipeline(later, fakeCatalog())).outputs, { b: 1, c: 2 });
});

Deno.test("runPipeline() gives a list of inputs as arguments and a map as one object", async () => {
  const seen: unknown[] = [];
  const note = function (this: unknown, ...args: unknown[]) {
    seen.push([this, args]);
    return null;
  };
  const catalog = fakeCatalog({ stored: { a: 1, b: 2 }, parameters: { k: { l: 3 } } });

  await runPipeline(
    pipeline([
      node({ name: "0", inputs: null, outputs: "x", run: note }),
      node({ name: "1", inputs: "a", run: note }),
      node({ name: "2", inputs: ["a", "params:k.l", "a"], run: note }),
      node({ name: "3", inputs: { left: "b", __proto__x: "a", right: "b" }, run: note }),
    ]),
    catalog,
  );

  assert.deepEqual(seen, [
    [undefined, []],
    [undefined, [1]],
    [undefined, [1, 3, 1]],
    [undefined, [{ left: 2, __proto__x: 1, right: 2 }]],
  ]);
});

Deno.test("runPipeline() hands values over as they are", async () => {
  const made = { rows: [1] };
  let taken: unknown;
  await runPipeline(
    pipeline([
      node({ name: "x", outputs: "a", run: () => made }),
      node({ name: "y", inputs: "a", run: (value: unknown) => void (taken = value) }),
    ]),
    fakeCatalog(),
  );

  assert.equal(taken, made);
});

Deno.test("runPipeline() keeps null, and shares one value among formats that are only in memory", async () => {
  const formats = pipeline([
    node({ name: "x", outputs: "a@csv", run: () => null }),
    node({ name: "y", inputs: "a@json", outputs: "b@out", run: (value: unknown) => [value] }),
  ]);

  assert.deepEqual((await runPipeline(formats, fakeCatalog())).outputs, { "b@out": [null] });
});

Deno.test("runPipeline() throws the error of a node with its name, its inputs and its cause", async () => {
  const cause = new TypeError("boom");
  const failing = pipeline(node({ name: "fail", inputs: "a", outputs: "b", run: fail(cause) }));

  await assert.rejects(runPipeline(failing, fakeCatalog({ stored: { a: 1 } })), (error) => {
    assert(error instanceof NodeError);
    assert.equal(error.message, 'Node "fail" failed: boom');
    assert.equal(error.node, "fail");
    assert.deepEqual(error.inputs, ["a"]);
    assert.equal(error.cause, cause);
    assert.match(cause.stack ?? "", /run_pipeline_test\.ts/);
    return true;
  });
});

Deno.test("runPipeline() tells what became of each node after a failure, and what was made before", async () => {
  const failing = pipeline([
    node({ name: "a", outputs: "x", run: () => 1 }),
    node({ name: "b", inputs: "x", outputs: "y", run: fail("only text") }),
    node({ name: "c", inputs: "y", outputs: "z", run: increase }),
    node({ name: "a2", outputs: "side", run: () => 2 }),
  ]);

  const result = await runPipeline(failing, fakeCatalog(), { throwOnError: false });

  assert.equal(result.status, "failed");
  assert.deepEqual(result.nodes.map(({ name, status }) => [name, status]), [
    ["a", "done"],
    ["a2", "done"],
    ["b", "failed"],
    ["c", "not_run"],
  ]);
  assert(result.error instanceof NodeError);
  assert.equal(result.error.message, 'Node "b" failed: only text');
  assert.deepEqual(result.outputs, { side: 2 });
});

Deno.test("runPipeline() waits for what runs when a node fails, and starts nothing more", async () => {
  const slow = Promise.withResolvers<number>();
  const started: string[] = [];
  const note = (name: string) => started.push(name);
  const whole = pipeline([
    node({
      name: "a_fails",
      outputs: "w",
      run: async () => {
        await Promise.resolve();
        setTimeout(() => slow.resolve(5));
        throw new Error("boom");
      },
    }),
    node({ name: "b_slow", outputs: "x", run: () => slow.promise }),
    node({ name: "c_waits_for_a_place", outputs: "y", run: () => note("c") }),
    node({ name: "d_after_slow", inputs: "x", outputs: "z", run: () => note("d") }),
  ]);

  const result = await runPipeline(whole, fakeCatalog(), { concurrency: 2, throwOnError: false });

  assert.deepEqual(result.nodes.map(({ status }) => status), ["failed", "done", "not_run", "not_run"]);
  assert.deepEqual(started, []);
});

Deno.test("runPipeline() tells onNodeError the error itself, and onPipelineError the one with the name", async () => {
  const cause = new Error("boom");
  const heard: unknown[] = [];
  const hooks: Hooks = {
    onNodeError: ({ error, node, inputs }) => void heard.push(error, node.name, inputs),
    onPipelineError: ({ error }) => void heard.push((error as Error).name),
    afterPipelineRun: () => void heard.push("finished"),
  };

  const failing = pipeline(node({ name: "x", inputs: "a", run: fail(cause) }));
  await runPipeline(failing, fakeCatalog({ stored: { a: 1 } }), { hooks: [hooks], throwOnError: false });

  assert.deepEqual(heard, [cause, "x", { a: 1 }, "NodeError"]);
});

for (const action of ["load", "save"] as const) {
  Deno.test(`runPipeline() passes on the error of a ${action}, and tells it to onPipelineError only`, async () => {
    const error = new DatasetError(`Cannot ${action} dataset "a": no`, { dataset: "a" });
    const catalog = fakeCatalog({
      stored: { a: 1, b: undefined },
      onTransfer: (what) => {
        if (what === action) throw error;
      },
    });
    const log = eventLog("onNodeError", "onPipelineError", "afterNodeRun");

    const result = await runPipeline(
      pipeline(node({ name: "x", inputs: "a", outputs: "b", run: increase })),
      catalog,
      {
        hooks: [log.hooks],
        throwOnError: false,
      },
    );

    assert.equal(result.error, error);
    assert.deepEqual(result.nodes.map(({ status }) => status), ["failed"]);
    assert.deepEqual(
      log.events,
      action === "load" ? ["onPipelineError"] : ["afterNodeRun x", "onPipelineError"],
    );
  });
}

Deno.test("runPipeline() confirms after everything was saved, and not after a failure", async () => {
  const order: string[] = [];
  const catalog = fakeCatalog({
    stored: { a: 1, b: undefined },
    onTransfer: (what) => void order.push(what),
  });
  const confirming = node({ name: "x", inputs: "a", outputs: "b", confirms: ["a"], run: increase });
  const failing = node({ name: "x", inputs: "a", outputs: "b", confirms: "a", run: fail("no") });

  await runPipeline(pipeline(confirming), catalog);
  assert.deepEqual([order, catalog.confirmed], [["load", "save"], ["a"]]);

  await runPipeline(pipeline(failing), catalog, { throwOnError: false });
  assert.deepEqual(catalog.confirmed, ["a"]);
});

Deno.test("runPipeline() measures nodes and the run by the clock it is given", async () => {
  let time = 0;
  const clock = { now: () => 1_000_000 + time, monotonic: () => time };
  const advance = (by: number) => () => {
    time += by;
    return null;
  };
  const whole = pipeline([
    node({ name: "a", outputs: "x", run: advance(10) }),
    node({ name: "b", inputs: "x", outputs: "y", run: advance(5) }),
    node({ name: "c", inputs: "y", run: fail("no") }),
    node({ name: "d", inputs: "y", run: advance(1) }),
  ]);

  const result = await runPipeline(whole, fakeCatalog(), { clock, throwOnError: false });

  assert.deepEqual(result.nodes, [
    { name: "a", status: "done", started: 1_000_000, duration: 10 },
    { name: "b", status: "done", started: 1_000_010, duration: 5 },
    { name: "c", status: "failed", started: 1_000_015, duration: 0 },
    { name: "d", status: "not_run" },
  ]);
  assert.deepEqual([result.started, result.duration], [1_000_000, 15]);
});

for (const concurrency of [0, -1, NaN, 1.5]) {
  Deno.test(`runPipeline() refuses concurrency ${concurrency}`, async () => {
    await assert.rejects(runPipeline(pipeline([]), fakeCatalog(), { concurrency }), {
      name: "RangeError",
      message: `Cannot run with concurrency as it must be an integer >= 1: current value is ${concurrency}`,
    });
  });
}

Deno.test("runPipeline() keeps values of several runs of one catalog apart", async () => {
  const catalog = fakeCatalog({ stored: { a: 1 } });
  const whole = (by: number) =>
    pipeline([
      node({
        name: "x",
        inputs: "a",
        outputs: "mid",
        run: async (a: number) => await Promise.resolve(a + by),
      }),
      node({
        name: "y",
        inputs: "mid",
        outputs: "out",
        run: async (mid: number) => await Promise.resolve(mid * 10),
      }),
    ]);

  const results = await Promise.all([1, 2, 3].map((by) => runPipeline(whole(by), catalog)));

  assert.deepEqual(results.map(({ outputs }) => outputs), [{ out: 20 }, { out: 30 }, { out: 40 }]);
  assert.deepEqual([...catalog.values.keys()], ["a"]);
});
