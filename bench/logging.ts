import { fileURLToPath } from "node:url";
import { logMetric, openEmbeddedStore, type RunHandle, withRun } from "../mod.ts";
import type { Benchmark, Figure } from "./support/benchmark.ts";

const ROUNDS = 7;
const WRITER = fileURLToPath(new URL("support/write_points.ts", import.meta.url));

/** What it costs to log. */
export const benchmark: Benchmark = {
  what: "points of a metric, each call committed when it returns",
  async run() {
    return [
      {
        name: "logMetric(), survives the death of the process",
        unit: "/s",
        samples: await singles("normal", 10_000),
        target: { atLeast: 25_000 },
        // log_metric() on SQLite, and log() of Trackio, which does not wait until it is stored.
        peers: { "MLflow": 220, "Trackio": 38_000 },
      },
      {
        name: "logMetric(), survives the loss of power",
        unit: "/s",
        samples: await singles("full", 2000),
        target: { atLeast: 3000 },
      },
      {
        name: "in batches of 1,000",
        unit: "/s",
        samples: await batches(),
        target: { atLeast: 300_000 },
        // Its log() sends in batches, in the background.
        peers: { "Trackio": 38_000 },
      },
      {
        name: "8 processes at once",
        unit: "/s",
        samples: await crowds(),
        target: { atLeast: 20_000 },
      },
      await bytesPerPoint(),
    ];
  },
};

async function singles(durability: "normal" | "full", count: number): Promise<number[]> {
  return await inRun(durability, (_run, round) => {
    for (let i = 0; i < count; i++) logMetric("loss", Math.random(), { step: round * count + i });
    return count;
  });
}

async function batches(): Promise<number[]> {
  return await inRun("normal", (run, round) => {
    for (let batch = 0; batch < 50; batch++) {
      const timestamp = Date.now();
      const first = (round * 50 + batch) * 1000;
      run.write({
        metrics: Array.from({ length: 1000 }, (_, i) => ({
          key: "loss",
          value: Math.random(),
          step: first + i,
          timestamp,
        })),
      });
    }
    return 50_000;
  });
}

// Points a second in each round, after one to warm up.
async function inRun(
  durability: "normal" | "full",
  work: (run: RunHandle, round: number) => number,
): Promise<number[]> {
  const directory = await Deno.makeTempDir();
  try {
    return await withRun({ directory, durability }, (run) => {
      work(run, 0);
      return Array.from({ length: ROUNDS }, (_, i) => {
        const begun = performance.now();
        return work(run, i + 1) / (performance.now() - begun) * 1000;
      });
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

// From the first point of the first process to the last point of the last one.
async function crowds(): Promise<number[]> {
  const samples: number[] = [];
  for (let round = 0; round < 3; round++) {
    const directory = await Deno.makeTempDir();
    const count = 5000;
    const times = await Promise.all(Array.from({ length: 8 }, () => writeElsewhere(directory, count)));
    const seconds = (Math.max(...times.map(({ end }) =>
      end
    )) - Math.min(...times.map(({ begin }) => begin))) / 1000;
    samples.push(8 * count / seconds);
    await Deno.remove(directory, { recursive: true });
  }
  return samples;
}

async function writeElsewhere(directory: string, count: number): Promise<{ begin: number; end: number }> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", WRITER, directory, String(count)],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("A process could not log its points");
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function bytesPerPoint(): Promise<Figure> {
  const directory = await Deno.makeTempDir();
  const count = 200_000;
  await withRun({ directory }, (run) => {
    const timestamp = Date.now();
    const point = (step: number) => ({
      key: "loss",
      value: Math.random(),
      step,
      timestamp: timestamp + step,
    });
    for (let first = 0; first < count; first += 1000) {
      run.write({ metrics: Array.from({ length: 1000 }, (_, i) => point(first + i)) });
    }
  });
  await using store = openEmbeddedStore(directory);
  const { size } = await Deno.stat(store.endpoint);
  await Deno.remove(directory, { recursive: true });
  return { name: "size of a point on disk", unit: "bytes", samples: [size / count], target: { atMost: 60 } };
}
