import assert from "node:assert/strict";
import type { JsonValue } from "../../lib/core/json.ts";
import type { BindingOptions } from "../../lib/pipeline/binding.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import type { PipelineResult } from "../../lib/runner/run_result.ts";
import { eventLog } from "../support/events.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";

interface Outcome {
  readonly result: PipelineResult;
  readonly saved: readonly JsonValue[];
  readonly events: readonly string[];
}

// Runs one node whose outputs are in the catalog, and notes what is saved.
async function runGenerator(outputs: BindingOptions, run: () => unknown): Promise<Outcome> {
  const saved: JsonValue[] = [];
  const log = eventLog(
    "afterNodeRun",
    "beforeDatasetSaved",
    "afterNodeDone",
    "onNodeError",
    "onPipelineError",
  );
  const catalog = fakeCatalog({ stored: { A: undefined, B: undefined } });
  const save = (name: string, value: unknown) => {
    saved.push([name, value as JsonValue]);
    return Promise.resolve();
  };
  const result = await runPipeline(pipeline(node({ name: "g", outputs, run })), { ...catalog, save }, {
    hooks: [log.hooks],
    throwOnError: false,
  });
  return { result, saved, events: log.events };
}

const MAP = { a: "A", b: "B" };

for (const kind of ["sync", "async"] as const) {
  Deno.test(`each piece of ${kind} generator is saved when it is yielded, its outputs in order`, async () => {
    const order: string[] = [];
    const pieces = function* () {
      for (const i of [1, 2, 3]) {
        order.push(`yields ${i}`);
        yield { b: i * 10, a: i };
      }
    };
    const later = async function* () {
      yield* await Promise.resolve(pieces());
    };

    const { result, saved, events } = await runGenerator(MAP, kind === "sync" ? pieces : later);

    assert.equal(result.status, "finished");
    assert.deepEqual(saved, [["A", 1], ["B", 10], ["A", 2], ["B", 20], ["A", 3], ["B", 30]]);
    assert.deepEqual(
      events.filter((event) => event !== "beforeDatasetSaved A g" && event !== "beforeDatasetSaved B g"),
      [
        "afterNodeRun g",
        "afterNodeDone g",
      ],
    );
    assert.deepEqual(order, ["yields 1", "yields 2", "yields 3"]);
  });
}

Deno.test("a piece is saved before the next is made", async () => {
  const order: string[] = [];
  const log = {
    beforeDatasetSaved: ({ data }: { data: unknown }) => void order.push(`saves ${data}`),
  };
  const pieces = function* () {
    for (const i of [1, 2]) {
      order.push(`makes ${i}`);
      yield i;
    }
  };

  await runPipeline(pipeline(node({ name: "g", outputs: "x", run: pieces })), fakeCatalog(), {
    hooks: [log],
  });

  assert.deepEqual(order, ["makes 1", "saves 1", "makes 2", "saves 2"]);
});

Deno.test("memory keeps the last piece", async () => {
  const pieces = function* () {
    yield [1, "x"];
    yield [2, "y"];
  };

  const { outputs } = await runPipeline(
    pipeline(node({ name: "g", outputs: ["p", "q"], run: pieces })),
    fakeCatalog(),
  );

  assert.deepEqual(outputs, { p: 2, q: "y" });
});

Deno.test("a function that returns a generator of another is a generator node", async () => {
  const pieces = function* () {
    yield 1;
    yield 2;
  };

  assert.deepEqual((await runGenerator("A", () => pieces())).saved, [["A", 1], ["A", 2]]);
  assert.deepEqual((await runGenerator("A", () => Promise.resolve(pieces()))).saved, [["A", 1], ["A", 2]]);
});

Deno.test("other iterables are values", async () => {
  const set = new Set([1, 2]);

  const { result } = await runGenerator("memory", () => set);

  assert.equal(result.outputs["memory"], set);
});

Deno.test("a generator that yields nothing saves nothing", async () => {
  const { result, saved, events } = await runGenerator("A", function* () {});

  assert.equal(result.status, "finished");
  assert.deepEqual(saved, []);
  assert.deepEqual(events, ["afterNodeRun g", "afterNodeDone g"]);
});

Deno.test("a node that needs what a generator never yielded fails with its name", async () => {
  const whole = pipeline([
    node({ name: "g", outputs: "x", run: function* () {} }),
    node({ name: "uses", inputs: "x", run: (value: unknown) => value }),
  ]);

  await assert.rejects(runPipeline(whole, fakeCatalog()), {
    name: "DatasetError",
    message: 'Cannot load dataset "x": the node that makes it has not saved it',
  });
});

Deno.test("a piece of the wrong shape fails the node; pieces before it stay saved", async () => {
  const first = await runGenerator(MAP, function* () {
    yield { a: 1 };
  });
  const second = await runGenerator(MAP, function* () {
    yield { a: 1, b: 2 };
    yield { a: 1, c: 2 };
  });

  assert.deepEqual(first.saved, []);
  assert.deepEqual(first.events, ["onNodeError g", "onPipelineError"]);
  assert.deepEqual(second.saved, [["A", 1], ["B", 2]]);
  assert.match(
    (second.result.error as Error).message,
    /^Node "g" failed: The result must be an object with "a", "b": "b" is missing; "c" is not among its outputs/,
  );
});

Deno.test("a generator that throws fails the node; pieces before it stay saved", async () => {
  const { result, saved, events } = await runGenerator("A", function* () {
    yield 1;
    throw new Error("boom");
  });

  assert.deepEqual(saved, [["A", 1]]);
  assert.equal((result.error as Error).message, 'Node "g" failed: boom');
  assert.deepEqual(events, ["afterNodeRun g", "beforeDatasetSaved A g", "onNodeError g", "onPipelineError"]);
});

Deno.test("a generator cleans up when the run stops in between", async () => {
  const stop = new AbortController();
  let isClean = false;
  const pieces = async function* () {
    try {
      yield await Promise.resolve(1);
      yield 2;
    } finally {
      isClean = true;
    }
  };

  const result = await runPipeline(pipeline(node({ name: "g", outputs: "x", run: pieces })), fakeCatalog(), {
    signal: stop.signal,
    hooks: [{ afterDatasetSaved: () => stop.abort() }],
    throwOnError: false,
  });

  assert.equal(result.status, "killed");
  assert.equal(isClean, true);
});

Deno.test("afterNodeRun of a generator comes before its outputs, so it has none", async () => {
  let seen: unknown;
  const pieces = function* () {
    yield 1;
  };

  await runPipeline(pipeline(node({ name: "g", outputs: "x", run: pieces })), fakeCatalog(), {
    hooks: [{ afterNodeRun: ({ outputs }) => void (seen = outputs) }],
  });

  assert.deepEqual(seen, {});
});
