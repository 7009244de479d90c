import { ROOT } from "../tasks/process.ts";
import type { Benchmark } from "./support/benchmark.ts";
import { peakMemory } from "./support/peak_memory.ts";
import { EMPTY_SCRIPT, overhead, timeProcesses } from "./support/time_processes.ts";
import { writeTwoNodeProject } from "./support/two_node_project.ts";

/** A tracked run of two nodes by the command line: JSON and parameters in, a metric, an artifact, JSON out. */
export const benchmark: Benchmark = {
  what: "`kedge run` of two nodes, tracked, as a whole process over an empty Deno script run in turn with it",
  async run() {
    const folder = await Deno.makeTempDir();
    try {
      await writeTwoNodeProject(folder);
      const args = ["run", "-A", `${ROOT}cli/main.ts`, "run"];
      const [runs = [], empties = []] = await timeProcesses([{ args, cwd: folder }, EMPTY_SCRIPT], 21);
      const memory = await peakMemory({ args: args.slice(2), cwd: folder });
      return [
        { name: "empty script", unit: "ms", samples: empties },
        {
          name: "kedge run, over it",
          unit: "ms",
          ...overhead(runs, empties),
          target: { atMost: 120 },
        },
        {
          name: "kedge run, whole",
          unit: "ms",
          samples: runs,
          peers: { "kedro run with kedro-mlflow": 3800 },
        },
        {
          name: "peak memory",
          unit: "MiB",
          samples: [memory],
          target: { atMost: 90 },
          peers: { "kedro run with kedro-mlflow": 264 },
        },
      ];
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};
