import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { Hooks } from "../../lib/hooks/hooks.ts";
import { type Node, node } from "../../lib/pipeline/node.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";

Deno.test("runPipeline() has at most `concurrency` nodes at work, and as many as it may", async () => {
  let atWork = 0;
  let most = 0;
  const nodes = Array.from({ length: 10 }, (_, i) =>
    node({
      name: `n${i}`,
      outputs: `d${i}`,
      run: async () => {
        most = Math.max(most, ++atWork);
        await new Promise((resolve) => setTimeout(resolve));
        return atWork--;
      },
    }));

  await runPipeline(pipeline(nodes), fakeCatalog(), { concurrency: 3 });
  assert.equal(most, 3);

  most = 0;
  await runPipeline(pipeline(nodes), fakeCatalog());
  assert.equal(most, 1);
});

Deno.test("runPipeline() starts what is ready without waiting for the level", async () => {
  const order: string[] = [];
  const slow = Promise.withResolvers<number>();
  const whole = pipeline([
    node({ name: "quick", outputs: "a", run: () => 1 }),
    node({ name: "slow", outputs: "b", run: () => slow.promise }),
    node({
      name: "after_quick",
      inputs: "a",
      outputs: "c",
      run: () => {
        order.push("after_quick");
        slow.resolve(2);
        return 3;
      },
    }),
    node({ name: "after_slow", inputs: "b", outputs: "d", run: () => order.push("after_slow") }),
  ]);

  await runPipeline(whole, fakeCatalog(), { concurrency: 2 });

  assert.deepEqual(order, ["after_quick", "after_slow"]);
});

Deno.test("runPipeline() tells of the first failure when several nodes fail", async () => {
  const later = async () => {
    await Promise.resolve();
    throw new Error("second");
  };
  const failing = pipeline([
    node({ name: "a", outputs: "x", run: later }),
    node({
      name: "b",
      outputs: "y",
      run: () => {
        throw new Error("first");
      },
    }),
  ]);

  const result = await runPipeline(failing, fakeCatalog(), { concurrency: 2, throwOnError: false });

  assert.equal((result.error as Error).message, 'Node "b" failed: first');
  assert.deepEqual(result.nodes.map(({ status }) => status), ["failed", "failed"]);
});

Deno.test("runPipeline() one at a time starts nodes in the order of the pipeline", async () => {
  await fc.assert(fc.asyncProperty(graphs(), async ({ lists, waits }) => {
    const order: string[] = [];
    const whole = pipeline(makeNodes(lists, waits, (name) => order.push(name)));

    await runPipeline(whole, fakeCatalog());

    assert.deepEqual(order, whole.nodes.map((part) => part.name));
  }));
});

Deno.test("runPipeline() gives the same with any concurrency, starts no node too early and releases nothing too early", async () => {
  await fc.assert(
    fc.asyncProperty(graphs(), fc.integer({ min: 2, max: 8 }), async ({ lists, waits }, concurrency) => {
      const whole = pipeline(makeNodes(lists, waits));
      const watch = watcher(whole);
      const declared = Object.fromEntries(lists.flatMap((_, i) => i % 3 === 0 ? [[`d${i}`, undefined]] : []));

      const alone = await runPipeline(whole, fakeCatalog({ stored: declared }));
      const catalog = fakeCatalog({ stored: declared });
      const together = await runPipeline(whole, catalog, { concurrency, hooks: [watch.hooks] });

      assert.deepEqual(together.outputs, alone.outputs);
      assert.deepEqual(watch.problems, []);
    }),
    { numRuns: 200 },
  );
});

interface Graph {
  /** Parents of each node, as numbers to be taken modulo its own. */
  readonly lists: readonly (readonly number[])[];
  /** How many turns each node waits. */
  readonly waits: readonly number[];
}

function graphs(): fc.Arbitrary<Graph> {
  const lists = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 25 });
  return fc.record({ lists, waits: fc.array(fc.nat({ max: 5 }), { minLength: 25, maxLength: 25 }) });
}

function makeNodes(
  lists: Graph["lists"],
  waits: Graph["waits"],
  onStart = (_: string) => {},
): readonly Node[] {
  return lists.map((list, i) =>
    node({
      name: `n${i}`,
      inputs: i === 0 ? [] : list.map((parent) => `d${parent % i}`),
      outputs: `d${i}`,
      run: async (...values: string[]) => {
        onStart(`n${i}`);
        for (let turn = 0; turn < waits[i]!; turn++) await Promise.resolve();
        return `${i}(${values.join()})`.slice(0, 200);
      },
    })
  );
}

// Looks for nodes that start before their parents are done, and loads after a release.
function watcher(whole: Pipeline): { readonly hooks: Hooks; readonly problems: readonly string[] } {
  const done = new Set<string>();
  const released = new Set<string>();
  const problems: string[] = [];
  const hooks: Hooks = {
    beforeDatasetLoaded: ({ datasetName }) => {
      if (released.has(datasetName)) problems.push(`${datasetName} was loaded after its release`);
    },
    beforeNodeRun: ({ node: { name } }) => {
      const i = whole.nodes.findIndex((part) => part.name === name);
      const missing = whole.graph.parents[i]!.filter((parent) => !done.has(whole.nodes[parent]!.name));
      if (missing.length > 0) problems.push(`${name} ran before its parents`);
    },
    afterNodeDone: ({ node: { name } }) => void done.add(name),
    afterDatasetReleased: ({ datasetName }) => {
      if (released.has(datasetName)) problems.push(`${datasetName} was released twice`);
      released.add(datasetName);
    },
    afterPipelineRun: () => {
      const inner = [...whole.graph.producer.keys()].filter((name) => whole.graph.consumers.has(name));
      const left = inner.filter((name) => !released.has(name));
      if (left.length > 0) problems.push(`never released: ${left.join(", ")}`);
    },
  };
  return { hooks, problems };
}
