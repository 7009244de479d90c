import {
  createCatalog,
  node,
  openEmbeddedStore,
  type Pipeline,
  pipeline,
  runPipeline,
  startRun,
  trackingHooks,
} from "../mod.ts";
import type { Benchmark } from "./support/benchmark.ts";

const COUNT = 10_000;
const ROUNDS = 5;

/** What recording adds to nodes. */
export const benchmark: Benchmark = {
  what: `a chain of ${COUNT} nodes that do nothing, from the start of the run to its end`,
  async run() {
    const chain = makeChain();
    const tracked: number[] = [];
    for (let round = 0; round < ROUNDS; round++) tracked.push(await timeTracked(chain) / COUNT);
    return [{ name: "each node, tracked", unit: "µs", samples: tracked, target: { atMost: 60 } }];
  },
};

function makeChain(): Pipeline {
  return pipeline(
    Array.from({ length: COUNT }, (_, i) =>
      node({
        name: `node${i}`,
        inputs: i === 0 ? [] : [`d${i - 1}`],
        outputs: `d${i}`,
        run: () => i,
      })),
  );
}

async function timeTracked(chain: Pipeline): Promise<number> {
  const directory = await Deno.makeTempDir();
  try {
    await using store = openEmbeddedStore(directory);
    const begun = performance.now();
    const run = await startRun(store);
    await runPipeline(chain, createCatalog(), { run, hooks: [trackingHooks(run)] });
    await run.end("FINISHED");
    const time = (performance.now() - begun) * 1000;
    const nodes = await store.getNodes(run.id);
    if (nodes.length !== COUNT) throw new Error(`Only ${nodes.length} of ${COUNT} nodes were recorded`);
    return time;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
