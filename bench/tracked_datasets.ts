import { defineProject, type Node, node, openProject, pipeline, type Project } from "../mod.ts";
import type { Benchmark } from "./support/benchmark.ts";

const COUNT = 100;
const ROUNDS = 15;

/** What tracked datasets add to a run. */
export const benchmark: Benchmark = {
  what:
    `a run of ${COUNT} nodes, each with a tracked dataset (25 artifacts, 75 metrics), over the same run untracked`,
  async run() {
    const directory = await Deno.makeTempDir();
    try {
      await using project = await openProject(makeProject(), { root: directory });
      await timeRun(project, true);
      await timeRun(project, false);
      const untracked: number[] = [];
      const tracked: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        untracked.push(await timeRun(project, false));
        tracked.push(await timeRun(project, true));
      }
      return [{
        name: `${COUNT} tracked datasets`,
        unit: "ms",
        samples: tracked.map((time, round) => time - untracked[round]!),
        // Both wait for the disk, in some rounds more than in others.
        best: Math.min(...tracked) - Math.min(...untracked),
        target: { atMost: 50 },
      }];
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
};

const KINDS: readonly (readonly [entry: (i: number) => Record<string, unknown>, value: unknown])[] = [
  [
    (i) => ({ type: "MlflowArtifactDataset", dataset: { type: "json", filepath: `data/a${i}.json` } }),
    { accuracy: 0.98 },
  ],
  [() => ({ type: "MlflowMetricDataset" }), 0.98],
  [() => ({ type: "MlflowMetricHistoryDataset" }), [0.5, 0.4, 0.3]],
  [() => ({ type: "MlflowMetricsHistoryDataset" }), { loss: { value: 0.3, step: 1 } }],
];

function makeProject(): ReturnType<typeof defineProject> {
  const catalog: Record<string, Record<string, unknown>> = {};
  const nodes: Node[] = [];
  for (let i = 0; i < COUNT; i++) {
    const [entry, value] = KINDS[i % KINDS.length]!;
    catalog[`d${i}`] = entry(i);
    nodes.push(node({ name: `node${i}`, inputs: [], outputs: `d${i}`, run: () => value }));
  }
  return defineProject({ name: "tracked", pipelines: { __default__: pipeline(nodes) }, catalog });
}

async function timeRun(project: Project, track: boolean): Promise<number> {
  const begun = performance.now();
  await project.run({ track });
  return performance.now() - begun;
}
