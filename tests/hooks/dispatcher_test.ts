import assert from "node:assert/strict";
import { createDispatcher } from "../../lib/hooks/dispatcher.ts";
import type { Hooks, NodeEvent } from "../../lib/hooks/hooks.ts";
import { node } from "../../lib/pipeline/node.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";

const NODE = node({ name: "x", inputs: "a", outputs: "b", run: (value: number) => value });
const DATASET_EVENT = { datasetName: "a", node: NODE };
const NODE_EVENT: NodeEvent = { node: NODE, catalog: fakeCatalog(), inputs: { a: 1 }, runId: "r" };

Deno.test("emit() calls the object registered last first, and waits for each before the next", async () => {
  const heard: string[] = [];
  const slow = (label: string): Hooks => ({
    async beforeDatasetLoaded({ datasetName }) {
      heard.push(`${label} begins`);
      await Promise.resolve();
      heard.push(`${label} ends ${datasetName}`);
    },
  });
  const quick: Hooks = { beforeDatasetLoaded: () => void heard.push("quick") };

  await createDispatcher([slow("first"), quick, slow("last")]).emit("beforeDatasetLoaded", DATASET_EVENT);

  assert.deepEqual(heard, ["last begins", "last ends a", "quick", "first begins", "first ends a"]);
});

Deno.test("emit() leaves nothing to wait for when nobody waits", () => {
  const dispatcher = createDispatcher([{ beforeDatasetLoaded: () => {} }, {}]);

  assert.equal(dispatcher.emit("beforeDatasetLoaded", DATASET_EVENT), undefined);
  assert.equal(dispatcher.emit("afterDatasetSaved", { ...DATASET_EVENT, data: 1 }), undefined);
});

Deno.test("emit() throws what a hook throws, and calls no further hook", async () => {
  const heard: string[] = [];
  const failing: Hooks = {
    beforeDatasetLoaded() {
      throw new Error("at once");
    },
    afterDatasetLoaded: () => Promise.reject(new Error("later")),
  };
  const other: Hooks = {
    beforeDatasetLoaded: () => void heard.push("before"),
    afterDatasetLoaded: () => void heard.push("after"),
  };
  const dispatcher = createDispatcher([other, failing]);

  assert.throws(() => dispatcher.emit("beforeDatasetLoaded", DATASET_EVENT), { message: "at once" });
  await assert.rejects(
    async () => await dispatcher.emit("afterDatasetLoaded", { ...DATASET_EVENT, data: 1 }),
    {
      message: "later",
    },
  );
  assert.deepEqual(heard, []);
});

Deno.test("hears says whether anybody listens", () => {
  const { hears } = createDispatcher([{ name: "named", onNodeError: () => {} }]);

  assert.equal(hears.onNodeError, true);
  assert.equal(hears.beforeNodeRun, false);
});

Deno.test("hooks are called on their own object", async () => {
  class Counter implements Hooks {
    count = 0;
    beforePipelineRun() {
      this.count++;
    }
    beforeNodeRun() {
      this.count++;
    }
  }
  const counter = new Counter();
  const dispatcher = createDispatcher([counter]);

  await dispatcher.emit("beforePipelineRun", {
    runParams: undefined!,
    pipeline: undefined!,
    catalog: undefined!,
  });
  await dispatcher.beforeNodeRun(NODE_EVENT);

  assert.equal(counter.count, 2);
});

Deno.test("beforeNodeRun() gives nothing when no hook answers", async () => {
  assert.equal(createDispatcher([]).beforeNodeRun(NODE_EVENT), undefined);
  assert.equal(createDispatcher([{ beforeNodeRun: () => {} }]).beforeNodeRun(NODE_EVENT), undefined);
  assert.equal(
    await createDispatcher([{ beforeNodeRun: async () => {} }]).beforeNodeRun(NODE_EVENT),
    undefined,
  );
});

Deno.test("beforeNodeRun() merges answers; of two for one input that of the hook called last wins", async () => {
  const answers = (value: Record<string, unknown>): Hooks => ({ beforeNodeRun: () => value });
  const later = (value: Record<string, unknown>): Hooks => ({
    beforeNodeRun: () => Promise.resolve(value),
  });

  assert.deepEqual(createDispatcher([answers({ a: 1 }), answers({ a: 2, b: 2 })]).beforeNodeRun(NODE_EVENT), {
    a: 1,
    b: 2,
  });
  assert.deepEqual(
    await createDispatcher([answers({ a: 1 }), later({ a: 2, b: 2 })]).beforeNodeRun(NODE_EVENT),
    {
      a: 1,
      b: 2,
    },
  );
});

for (const answer of [5, "text", [1], new Date()]) {
  Deno.test(`beforeNodeRun() refuses ${Deno.inspect(answer).slice(0, 6)} for an answer, once all were called`, async () => {
    // What a hook in JavaScript may do.
    const wrong = answer as unknown as Record<string, unknown>;
    const heard: string[] = [];
    const other: Hooks = { beforeNodeRun: () => void heard.push("other") };
    const message =
      /^Hook beforeNodeRun\(\) of hooks "wrong" must return nothing or new inputs by dataset name: found /;

    assert.throws(
      () =>
        createDispatcher([other, { name: "wrong", beforeNodeRun: () => wrong }]).beforeNodeRun(NODE_EVENT),
      {
        name: "TypeError",
        message,
      },
    );
    await assert.rejects(
      async () =>
        await createDispatcher([other, { name: "wrong", beforeNodeRun: () => Promise.resolve(wrong) }])
          .beforeNodeRun(NODE_EVENT),
      { name: "TypeError", message },
    );
    assert.deepEqual(heard, ["other", "other"]);
  });
}

Deno.test("emitError() tells everybody, and gives what they threw", async () => {
  const heard: unknown[] = [];
  const dispatcher = createDispatcher([
    { onNodeError: ({ error }) => void heard.push(error) },
    { onNodeError: () => Promise.reject(new Error("hook")) },
  ]);

  const thrown = await dispatcher.emitError("onNodeError", { ...NODE_EVENT, error: "original" });

  assert.deepEqual(thrown, [new Error("hook")]);
  assert.deepEqual(heard, ["original"]);
});
