import { createCatalog } from "../lib/catalog/create_catalog.ts";
import type { Hooks } from "../lib/hooks/hooks.ts";
import { type Node, node } from "../lib/pipeline/node.ts";
import { type Pipeline, pipeline } from "../lib/pipeline/pipeline.ts";
import { selectNodes } from "../lib/pipeline/select.ts";
import { runPipeline } from "../lib/runner/run_pipeline.ts";
import { type Benchmark, type Figure, median } from "./support/benchmark.ts";

/** What the toolkit adds to nodes. */
export const benchmark: Benchmark = {
  what: "nodes that do nothing, in memory, untracked, with three hook objects that hear every event",
  async run() {
    const figures = [await buildFigure()];
    for (const [shape, inputsOf] of Object.entries(SHAPES)) {
      figures.push(...await shapeFigures(shape, inputsOf));
    }
    return figures;
  },
};

/** Names of the inputs of node `i` of `count`; node `i` makes `d<i>`. */
type Shape = (i: number, count: number) => readonly string[];

const SHAPES: Readonly<Record<string, Shape>> = {
  chain: (i) => i === 0 ? [] : [`d${i - 1}`],
  "fan-out": (i) => i === 0 ? [] : ["d0"],
  grid: (i, count) => {
    const width = Math.round(Math.sqrt(count));
    const neighbours = i % width === 0 ? [i - width] : [i - width, i - 1];
    return neighbours.filter((neighbour) => neighbour >= 0).map((neighbour) => `d${neighbour}`);
  },
};

async function shapeFigures(shape: string, inputsOf: Shape): Promise<readonly Figure[]> {
  const thousand = await runTimes(makePipeline(1_000, inputsOf), 25);
  const tenThousand = await runTimes(makePipeline(10_000, inputsOf), 7);
  const hundredThousand = await runTimes(makePipeline(100_000, inputsOf), 5);
  return [
    // Kedro 1.7.0, whose nodes hand over through a catalog in memory as well.
    { name: `${shape}, 1,000`, unit: "ms", samples: thousand, peers: { Kedro: 2_300 } },
    { name: `${shape}, 10,000`, unit: "ms", samples: tenThousand, target: { atMost: 120 } },
    {
      name: `${shape}, 10,000 over 1,000`,
      unit: "times",
      samples: tenThousand.map((time) => time / median(thousand)),
      target: { atMost: 15 },
    },
    {
      name: `${shape}, 100,000, each`,
      unit: "µs",
      samples: hundredThousand.map((time) => time / 100),
      target: { atMost: 12 },
    },
  ];
}

async function buildFigure(): Promise<Figure> {
  const samples = await measure(15, () => {
    selectNodes(makePipeline(10_000, SHAPES["grid"]!), { fromNodes: ["node5000"], toOutputs: ["d9999"] });
  });
  return { name: "build and slice 10,000", unit: "ms", samples, target: { atMost: 60 } };
}

function makePipeline(count: number, inputsOf: Shape): Pipeline {
  return pipeline(Array.from({ length: count }, (_, i) => idleNode(i, inputsOf(i, count))));
}

function idleNode(i: number, inputs: readonly string[]): Node {
  return node({ name: `node${i}`, inputs, outputs: `d${i}`, run: () => 0 });
}

function runTimes(whole: Pipeline, rounds: number): Promise<number[]> {
  return measure(rounds, async () => {
    const { status } = await runPipeline(whole, createCatalog(), {
      hooks: [listener(), listener(), listener()],
    });
    if (status !== "finished") throw new Error(`Cannot measure a run that is ${status}`);
  });
}

function listener(): Hooks {
  let heard = 0;
  const hear = () => {
    heard++;
  };
  return {
    beforePipelineRun: hear,
    beforeDatasetLoaded: hear,
    afterDatasetLoaded: hear,
    beforeNodeRun: hear,
    afterNodeRun: hear,
    beforeDatasetSaved: hear,
    afterDatasetSaved: hear,
    afterPipelineRun: hear,
  };
}

async function measure(rounds: number, work: () => void | Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return times;
}
