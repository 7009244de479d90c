import { openEmbeddedStore } from "../mod.ts";
import type { Benchmark, Figure } from "./support/benchmark.ts";
import { makeBigStore } from "./support/big_store.ts";
import { timeProcesses } from "./support/time_processes.ts";

const ROUNDS = 7;
const RUNS = 100_000;

/** Filters of every kind; the last ones let few runs of many through. */
const FILTERS: readonly string[] = [
  "metrics.m0 < 0.5",
  "metrics.m0 < 0.0005",
  "metrics.m0 > 0.4 AND metrics.m0 < 0.4001",
  "params.p9 = '12345'",
  "params.p9 LIKE '12%'",
  "params.p9 ILIKE '%xyz%'",
  "params.p9 != '5'",
  "params.nope IS NULL",
  "params.p1 IS NOT NULL",
  "params.p1 IS NULL",
  "tags.team = 'team 7' AND status = 'FAILED'",
  "status = 'KILLED'",
  "run_name LIKE '%777%'",
  "end_time < 1790000050000",
  "user_id = 'bob'",
  "datasets.name = 'x'",
  "metrics.m0 < 0.05 AND metrics.m1 < 0.05 AND metrics.m2 < 0.05",
  "metrics.m0 < 0.06 AND metrics.m1 < 0.06 AND metrics.m2 < 0.06 AND metrics.m4 < 0.06",
  "artifact_uri LIKE '%x%'",
  "artifact_uri ILIKE '%/999%'",
  Array.from({ length: 400 }, (_, i) => `params.none${i} IS NULL`).join(" AND ") + " AND params.p1 IS NULL",
  "params.p2 LIKE '%1%' AND params.p3 LIKE '%11%' AND params.p4 LIKE '%111%'",
];

/** Finding runs in a large store. */
export const benchmark: Benchmark = {
  what: "a page of 20 runs out of 100,000, each with 10 metrics and 10 params; and a long history",
  async run() {
    const directory = await Deno.makeTempDir();
    await makeBigStore(directory, { runs: RUNS, metrics: 10, params: 10 });
    const figures = [
      ...await searches(directory),
      await list(directory),
      await history(directory),
      await logging(directory),
    ];
    await Deno.remove(directory, { recursive: true });
    return figures;
  },
};

async function searches(directory: string): Promise<readonly Figure[]> {
  await using store = openEmbeddedStore(directory);
  const time = async (options: Parameters<typeof store.searchRuns>[0]): Promise<number[]> => {
    const samples: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const begun = performance.now();
      await store.searchRuns({ ...options, maxResults: 20 });
      // The first one prepares statements.
      if (round > 0) samples.push(performance.now() - begun);
    }
    return samples;
  };
  const filtered: number[][] = [];
  for (const filter of FILTERS) filtered.push(await time({ filter }));
  const slowest = Array.from(
    { length: ROUNDS },
    (_, round) => Math.max(...filtered.map((times) => times[round] ?? 0)),
  );
  return [
    {
      name: `the slowest of ${FILTERS.length} filters`,
      unit: "ms",
      samples: slowest,
      best: Math.max(...filtered.map((times) => Math.min(...times))),
      target: { atMost: 100 },
      // runs/search of 10,000 runs with `metrics.loss < 0.5 and params.lr = '0.1'`.
      peers: { "MLflow (10,000 runs)": 134 },
    },
    {
      name: "ordered by a metric",
      unit: "ms",
      samples: await time({ orderBy: ["metrics.m3 DESC"] }),
      target: { atMost: 20 },
      peers: { "MLflow (10,000 runs)": 7800 },
    },
    {
      name: "filtered, and ordered by a metric",
      unit: "ms",
      samples: await time({ filter: "metrics.m0 < 0.01", orderBy: ["metrics.m5 DESC"] }),
      target: { atMost: 100 },
    },
  ];
}

async function list(directory: string): Promise<Figure> {
  const command = { args: ["run", "-A", "cli/main.ts", "runs", "list", "--project", directory] };
  const [samples = []] = await timeProcesses([command], ROUNDS);
  return { name: "kedge runs list, the whole process", unit: "ms", samples, target: { atMost: 200 } };
}

async function history(directory: string): Promise<Figure> {
  await using store = openEmbeddedStore(directory);
  store.insertRun("run", { experimentId: "0" });
  for (let first = 0; first < 100_000; first += 1000) {
    const metrics = Array.from({ length: 1000 }, (_, i) => ({
      key: "loss",
      value: Math.random(),
      step: first + i,
      timestamp: 1_790_000_000_000 + first + i,
    }));
    store.write("run", { metrics });
  }
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    await store.getMetricHistory("run", "loss");
    samples.push(performance.now() - begun);
  }
  return {
    name: "100,000 points of a history",
    unit: "ms",
    samples,
    target: { atMost: 60 },
    peers: { "MLflow": 4230 },
  };
}

// As in the benchmark "logging", beside 100,000 runs.
async function logging(directory: string): Promise<Figure> {
  await using store = openEmbeddedStore(directory);
  store.insertRun("logging", { experimentId: "0" });
  const count = 10_000;
  const samples: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const begun = performance.now();
    for (let i = 0; i < count; i++) {
      const step = round * count + i;
      store.write("logging", {
        metrics: [{ key: "loss", value: Math.random(), step, timestamp: 1_790_000_000_000 + step }],
      });
    }
    if (round > 0) samples.push(count / (performance.now() - begun) * 1000);
  }
  return {
    name: "points logged beside them, one commit each",
    unit: "/s",
    samples,
    target: { atLeast: 25_000 },
  };
}
