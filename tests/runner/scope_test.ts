import assert from "node:assert/strict";
import { currentScope } from "../../lib/core/run_context.ts";
import { node } from "../../lib/pipeline/node.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";
import { fakeRun } from "../support/fake_run.ts";

function here(): string {
  const scope = currentScope();
  return `${scope?.run?.id} ${scope?.node}`;
}

const WAYS: Readonly<Record<string, () => unknown>> = {
  "at once": here,
  "after await": async () => {
    await Promise.resolve();
    return here();
  },
  "in a timer": () => new Promise((resolve) => setTimeout(() => resolve(here()))),
  "in a microtask": () => new Promise((resolve) => queueMicrotask(() => resolve(here()))),
  "in a stream": async () => {
    const stream = new ReadableStream<string>({
      async pull(controller) {
        await Promise.resolve();
        controller.enqueue(here());
        controller.close();
      },
    });
    return (await Array.fromAsync(stream))[0];
  },
  "in a listener": () => {
    const target = new EventTarget();
    let found = "";
    target.addEventListener("x", () => found = here());
    target.dispatchEvent(new Event("x"));
    return found;
  },
  "after file access": async () => {
    await Deno.stat(".");
    return here();
  },
  "in a generator": function* () {
    yield here();
  },
  "in an async generator, after a wait": async function* () {
    await new Promise((resolve) => setTimeout(resolve));
    yield here();
  },
};

function asking(): Pipeline {
  return pipeline(
    Object.entries(WAYS).map(([way, run]) => {
      const name = way.replaceAll(/[ ,]+/g, "_");
      return node({ name, outputs: way.replaceAll(" ", "_"), run });
    }),
  );
}

Deno.test("a node finds its run and itself from wherever it asks, also beside other nodes and runs", async () => {
  const results = await Promise.all(
    ["r1", "r2", "r3"].map((id) =>
      runPipeline(asking(), fakeCatalog(), { run: fakeRun(id), concurrency: 4 })
    ),
  );

  for (const [k, { outputs }] of results.entries()) {
    assert.deepEqual(
      Object.values(outputs),
      Object.values(asking().nodes).map((part) => `r${k + 1} ${part.name}`),
    );
  }
  assert.equal(currentScope(), undefined);
});

Deno.test("a generator finds its node in every step, and when it is closed", async () => {
  const found: string[] = [];
  const steps = async function* () {
    try {
      found.push(here());
      yield 1;
      found.push(here());
      yield 2;
    } finally {
      found.push(here());
    }
  };
  const stop = new AbortController();
  let saves = 0;

  await runPipeline(pipeline(node({ name: "g", outputs: "x", run: steps })), fakeCatalog(), {
    run: fakeRun("r"),
    signal: stop.signal,
    hooks: [{ afterDatasetSaved: () => ++saves === 2 ? stop.abort() : undefined }],
    throwOnError: false,
  });

  assert.deepEqual(found, ["r g", "r g", "r g"]);
});

Deno.test("hooks and datasets find the node that they are called for, and the run before and after it", async () => {
  const found: string[] = [];
  const note = (what: string) => () => void found.push(`${what}: ${here()}`);
  const catalog = fakeCatalog({ stored: { a: 1 }, onTransfer: note("load") });

  await runPipeline(pipeline(node({ name: "x", inputs: "a", run: () => {} })), catalog, {
    run: fakeRun("r"),
    hooks: [{
      beforePipelineRun: note("before run"),
      beforeDatasetLoaded: note("before load"),
      afterNodeRun: note("after node"),
      afterPipelineRun: note("after run"),
    }],
  });

  assert.deepEqual(found, [
    "before run: r undefined",
    "before load: r x",
    "load: r x",
    "after node: r x",
    "after run: r undefined",
  ]);
});

Deno.test("a node of a run without tracking finds itself and no run", async () => {
  const { outputs } = await runPipeline(
    pipeline(node({ name: "x", outputs: "y", run: here })),
    fakeCatalog(),
  );

  assert.deepEqual(outputs, { y: "undefined x" });
});

Deno.test("a pipeline that is run inside of a run stops with it", async () => {
  const stop = new AbortController();
  const inner = pipeline([
    node({
      name: "inner",
      outputs: "y",
      run: () => {
        stop.abort();
        return 1;
      },
    }),
  ]);
  let status: string | undefined;
  const outer = node({
    name: "outer",
    outputs: "x",
    run: async () => {
      ({ status } = await runPipeline(inner, fakeCatalog(), { throwOnError: false }));
      return 1;
    },
  });

  const result = await runPipeline(pipeline(outer), fakeCatalog(), {
    run: fakeRun("r"),
    signal: stop.signal,
    throwOnError: false,
  });

  assert.equal(result.status, "killed");
  assert.equal(status, "killed");
});

Deno.test("a pipeline that is run inside of a run finds that run", async () => {
  const inner = pipeline(node({ name: "inner", outputs: "y", run: here }));
  const outer = pipeline(
    node({ name: "outer", outputs: "x", run: async () => (await runPipeline(inner, fakeCatalog())).outputs }),
  );

  const { outputs } = await runPipeline(outer, fakeCatalog(), { run: fakeRun("r") });

  assert.deepEqual(outputs, { x: { y: "r inner" } });
});
