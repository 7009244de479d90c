import { fileURLToPath } from "node:url";
import { openEmbeddedStore, openMlflowStore, syncRuns } from "../mod.ts";
import { findPython } from "../tasks/services/python.ts";
import { type MlflowServer, startMlflow } from "../tests/support/mlflow_server.ts";
import type { Benchmark, Figure } from "./support/benchmark.ts";

const PYTHON = fileURLToPath(new URL("support/log_while_killed.py", import.meta.url));
const KEDGE = fileURLToPath(new URL("support/log_while_killed.ts", import.meta.url));
const KILLED_AT = 200;

/** What is lost when a server is killed: the same script by MLflow's own client and by Kedge. */
export const benchmark: Benchmark = {
  what:
    "400 metrics, one each 10 ms, and a real server of MLflow that is killed at the 200th and started again afterwards",
  async run() {
    const python = await findPython("mlflow");
    if (python === undefined) throw new Error("MLflow is not installed: deno task services install");
    await using server = await startMlflow();
    // Less than its default of 7, by which one call alone takes minutes.
    const env = { MLFLOW_HTTP_REQUEST_MAX_RETRIES: "1" };
    const directory = await Deno.makeTempDir();
    try {
      const figures = [
        ...describe("MLflow's client, asynchronous", await lose(server, [python, PYTHON, "async"], env)),
        ...describe("MLflow's client, synchronous", await lose(server, [python, PYTHON, "sync"], env)),
      ];
      const ours = await lose(server, [Deno.execPath(), "run", "-A", KEDGE, directory]);
      await using store = openEmbeddedStore(directory);
      await syncRuns(store, { uri: server.url });
      return [...figures, ...describe("Kedge, after kedge sync", { ...ours, ...await readThere(server) }, 0)];
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
};

/** What became of a script. */
interface Loss extends Kept {
  /** Calls that returned. */
  readonly acknowledged: number;
  /** The longest call, in seconds. */
  readonly longest: number;
  /** Whether waiting for what is on its way returned or raised. */
  readonly flush: string;
  /** Whether ending the run did. */
  readonly end: string;
}

/** What the server has. */
interface Kept {
  /** Points. */
  readonly stored: number;
  /** Points logged before the server was killed. */
  readonly early: number;
  /** Status of the run. */
  readonly status: string;
}

async function lose(
  server: MlflowServer,
  [program = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Loss> {
  await server.clear();
  const child = new Deno.Command(program, {
    args: [...args],
    env: { ...env, MLFLOW_TRACKING_URI: server.url, DO_NOT_TRACK: "true", MLFLOW_DISABLE_TELEMETRY: "true" },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let text = "";
  let isKilled = false;
  for await (const piece of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (isKilled || !text.includes(`\n${KILLED_AT}\n`)) continue;
    isKilled = true;
    await server.kill();
  }
  const { code } = await child.status;
  if (code !== 0) throw new Error(`"${args.join(" ")}" exited with ${code}`);
  await server.restart();
  return { ...JSON.parse(text.trimEnd().split("\n").at(-1) ?? ""), ...await readThere(server) };
}

async function readThere({ url }: MlflowServer): Promise<Kept> {
  await using store = await openMlflowStore(url, { variable: () => undefined });
  const { items: [run] } = await store.searchRuns();
  if (run === undefined) throw new Error("There is no run");
  const points = await store.getMetricHistory(run.info.runId, "loss");
  const early = points.filter(({ step }) => step < KILLED_AT).length;
  return { stored: points.length, early, status: run.info.status };
}

function describe(name: string, loss: Loss, most?: number): readonly Figure[] {
  const { acknowledged, longest, flush, end, stored, early, status } = loss;
  return [
    {
      name:
        `${name}: lost of ${acknowledged} that it took (the run is ${status}, flush ${flush}, end ${end})`,
      unit: "",
      samples: [acknowledged - stored],
      ...most !== undefined && { target: { atMost: most } },
    },
    { name: `${name}: lost of the ${KILLED_AT} before the kill`, unit: "", samples: [KILLED_AT - early] },
    { name: `${name}: longest call`, unit: "ms", samples: [longest * 1000] },
  ];
}
