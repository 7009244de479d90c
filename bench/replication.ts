import { fileURLToPath } from "node:url";
import { openEmbeddedStore, syncRuns, withRun } from "../mod.ts";
import { captureDeno } from "../tasks/process.ts";
import { type MlflowServer, runMlflowPython, startMlflow } from "../tests/support/mlflow_server.ts";
import { type Benchmark, type Figure, median } from "./support/benchmark.ts";
import { logInChildren } from "./support/log_with_server.ts";
import { peakMemory } from "./support/peak_memory.ts";

const SYNC = fileURLToPath(new URL("support/sync_points.ts", import.meta.url));
const SCRIPT = fileURLToPath(new URL("support/small_script.ts", import.meta.url));
const BATCH = 1000;

/** What copying to a server of MLflow costs, and how fast it is. The server runs on the same machine, with one worker. */
export const benchmark: Benchmark = {
  what: "copying runs to a real server of MLflow (SQLite, 1 worker) on this machine",
  async run() {
    await using server = await startMlflow();
    return [
      ...await besideHangingServer(),
      ...await catchUp(server),
      await memory(server),
      ...await wholeScripts(server),
    ];
  },
};

// A server that takes connections and never answers: logging must not notice.
async function besideHangingServer(): Promise<readonly Figure[]> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) connections.push(connection);
  })().catch(() => {});
  const uri = `http://127.0.0.1:${listener.addr.port}`;
  const figures: Figure[] = [];
  for (const [calls, rounds] of [[3000, 15], [50_000, 9]] as const) {
    const [without, hanging] = await logInChildren({ calls, rounds, uris: ["", uri] });
    figures.push({
      name: `${calls.toLocaleString("en")} logMetric() with a hanging server, by those without a server`,
      unit: "×",
      samples: [median(hanging ?? []) / median(without ?? [])],
      best: Math.min(...hanging ?? []) / Math.min(...without ?? []),
      target: { atMost: 1.05 },
    });
  }
  listener.close();
  for (const connection of connections) connection.close();
  await accepting;
  return figures;
}

// In turn, so that both meet the machine in the same mood.
async function catchUp(server: MlflowServer): Promise<readonly Figure[]> {
  const count = 100_000;
  const [bare, ours]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round++) {
    bare.push(await bareLoop(server, count, round));
    await server.clear();
    const directory = await Deno.makeTempDir();
    const runId = await record(directory, count);
    await using store = openEmbeddedStore(directory);
    const begun = performance.now();
    const { unfinished, reason } = await syncRuns(store, { uri: server.url, runs: [runId] });
    if (reason !== undefined || unfinished.length > 0) throw new Error(`Not all was copied: ${reason}`);
    ours.push(count / (performance.now() - begun) * 1000);
    await Deno.remove(directory, { recursive: true });
    await server.clear();
  }
  return [
    { name: "a bare loop of log-batch requests", unit: "/s", samples: bare },
    { name: "kedge sync of points", unit: "/s", samples: ours },
    {
      name: "kedge sync, by the bare loop",
      unit: "×",
      samples: [median(ours) / median(bare)],
      best: Math.max(...ours) / Math.max(...bare),
      target: { atLeast: 0.9 },
    },
  ];
}

async function bareLoop(server: MlflowServer, count: number, round: number): Promise<number> {
  const ask = async (path: string, body: unknown) => {
    const response = await fetch(`${server.url}/api/2.0/mlflow/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return await response.json();
  };
  const { run } = await ask("runs/create", {
    experiment_id: "0",
    start_time: Date.now(),
    run_name: `bare ${round}`,
  });
  const timestamp = Date.now();
  const begun = performance.now();
  for (let first = 0; first < count; first += BATCH) {
    await ask("runs/log-batch", {
      run_id: run.info.run_id,
      metrics: Array.from({ length: BATCH }, (_, i) => ({
        key: "loss",
        value: Math.random(),
        step: first + i,
        timestamp,
      })),
    });
  }
  return count / (performance.now() - begun) * 1000;
}

async function record(directory: string, count: number): Promise<string> {
  return await withRun({ directory, trackingUri: null }, (run) => {
    const timestamp = Date.now();
    for (let first = 0; first < count; first += BATCH) {
      run.write({
        metrics: Array.from({ length: BATCH }, (_, i) => ({
          key: "loss",
          value: Math.random(),
          step: first + i,
          timestamp,
        })),
      });
    }
    return run.id;
  });
}

async function memory(server: MlflowServer): Promise<Figure> {
  const count = 1_000_000;
  const directory = await Deno.makeTempDir();
  try {
    const runId = await record(directory, count);
    const samples = [await peakMemory({ args: [SYNC, directory, server.url, runId] })];
    await server.clear();
    return {
      name: "peak memory of copying 1,000,000 points that waited",
      unit: "MiB",
      samples,
      target: { atMost: 120 },
    };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const PYTHON = `
import mlflow
mlflow.set_experiment("script")
with mlflow.start_run():
    for i in range(10): mlflow.log_param(f"param {i}", i)
    for i in range(100): mlflow.log_metric("loss", 1 / (i + 1), step=i)
    mlflow.log_text("hello", "note.txt")
`;

// Whole processes, in turn: start, 10 params, 100 metrics, an artifact, all of it on the server.
async function wholeScripts(server: MlflowServer): Promise<readonly Figure[]> {
  const [python, ours]: [number[], number[]] = [[], []];
  const env = { MLFLOW_TRACKING_URI: server.url };
  const cwd = await Deno.makeTempDir();
  for (let round = 0; round < 7; round++) {
    python.push(await timed(() => runMlflowPython(PYTHON, { env })));
    ours.push(await timed(() => captureDeno(["run", "-A", SCRIPT], { cwd, env })));
    await using store = openEmbeddedStore(cwd);
    const [target] = await store.describeReplication();
    if (target?.unfinished.length !== 0) throw new Error("Not all was copied");
  }
  await Deno.remove(cwd, { recursive: true });
  return [
    { name: "a whole script by MLflow's own client", unit: "ms", samples: python },
    { name: "the same script by Kedge", unit: "ms", samples: ours },
    {
      name: "by Kedge, by MLflow's own client",
      unit: "×",
      samples: [median(ours) / median(python)],
      best: Math.min(...ours) / Math.min(...python),
      target: { atMost: 0.05 },
    },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
