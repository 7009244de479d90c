import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { currentScope } from "../../lib/core/run_context.ts";
import type { JsonValue } from "../../lib/core/json.ts";
import type { BindingOptions } from "../../lib/pipeline/binding.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import type { PipelineResult } from "../../lib/runner/run_result.ts";
import { eventLog } from "../support/events.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";
import { fakeRun } from "../support/fake_run.ts";

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

for (const kind of ["sync", "async"] as const) {
  Deno.test(`a piece of ${kind} generator may hold some of the outputs, and what it returns the rest`, async () => {
    const pieces = function* () {
      yield { a: 1 };
      yield { a: 2 };
      yield { b: 10 };
      return { a: 3 };
    };
    const later = async function* () {
      return yield* await Promise.resolve(pieces());
    };

    const { result, saved, events } = await runGenerator(MAP, kind === "sync" ? pieces : later);

    assert.equal(result.status, "finished");
    assert.deepEqual(saved, [["A", 1], ["A", 2], ["B", 10], ["A", 3]]);
    assert.deepEqual(events.filter((event) => event.startsWith("before")), [
      "beforeDatasetSaved A g",
      "beforeDatasetSaved A g",
      "beforeDatasetSaved B g",
      "beforeDatasetSaved A g",
    ]);
  });

  Deno.test(`every step of ${kind} generator finds the run and the node`, async () => {
    const seen: unknown[] = [];
    const look = () => seen.push([currentScope()?.run?.id, currentScope()?.node]);
    const pieces = function* () {
      look();
      yield 1;
      look();
      yield 2;
      look();
    };
    const later = async function* () {
      for (const piece of pieces()) {
        await Promise.resolve();
        yield piece;
      }
    };
    const run = fakeRun("8f3c");

    await runPipeline(
      pipeline(node({ name: "g", outputs: "x", run: kind === "sync" ? pieces : later })),
      fakeCatalog(),
      {
        run,
      },
    );

    assert.deepEqual(seen, [["8f3c", "g"], ["8f3c", "g"], ["8f3c", "g"]]);
  });
}

Deno.test("what a generator returns is its last piece, also of one output and of a list", async () => {
  const one = await runGenerator("A", function* () {
    yield 1;
    return 2;
  });
  const list = await runGenerator(["A", "B"], function* () {
    yield [1, 2];
    return [3, 4];
  });
  const only = await runGenerator("A", function* () {
    yield* [];
    return 5;
  });

  assert.deepEqual(one.saved, [["A", 1], ["A", 2]]);
  assert.deepEqual(list.saved, [["A", 1], ["B", 2], ["A", 3], ["B", 4]]);
  assert.deepEqual(only.saved, [["A", 5]]);
});

Deno.test("a generator must have given every output by its end; what it gave stays saved", async () => {
  const some = await runGenerator(MAP, function* () {
    yield { a: 1 };
  });
  const none = await runGenerator("A", function* () {});

  assert.deepEqual(some.saved, [["A", 1]]);
  assert.equal(
    (some.result.error as Error).message,
    'Node "g" failed: Every output must be yielded or returned by the end: "B" never was',
  );
  assert.deepEqual(some.events, [
    "afterNodeRun g",
    "beforeDatasetSaved A g",
    "onNodeError g",
    "onPipelineError",
  ]);
  assert.match((none.result.error as Error).message, /"A" never was$/);
});

Deno.test("a generator without outputs runs to its end", async () => {
  let steps = 0;
  const only = node({
    name: "g",
    inputs: "params:n",
    run: function* (n: number) {
      for (; steps < n; steps++) yield;
    },
  });

  const { status } = await runPipeline(pipeline(only), createCatalog({ parameters: { n: 3 } }));

  assert.deepEqual([status, steps], ["finished", 3]);
});

Deno.test("a piece of the wrong shape fails the node; pieces before it stay saved", async () => {
  const extra = await runGenerator(MAP, function* () {
    yield { a: 1, b: 2 };
    yield { a: 1, bb: 2 };
  });
  const empty = await runGenerator(MAP, function* () {
    yield { a: 1, b: undefined };
  });
  const list = await runGenerator(["A", "B"], function* () {
    yield [1];
  });
  const text = await runGenerator(MAP, function* () {
    yield "a";
  });

  assert.deepEqual(extra.saved, [["A", 1], ["B", 2]]);
  assert.deepEqual([empty.saved, list.saved, text.saved], [[], [], []]);
  assert.deepEqual([extra, empty, list, text].map(({ result }) => (result.error as Error).message), [
    'Node "g" failed: A piece must be an object with some of "a", "b": "bb" is not among its outputs. Did you mean "b"?',
    'Node "g" failed: The result must have a value for "B" (null is one): found undefined',
    'Node "g" failed: The result must be a list of 2 (A, B): found a list of 1',
    'Node "g" failed: A piece must be an object with some of "a", "b": found a string',
  ]);
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
