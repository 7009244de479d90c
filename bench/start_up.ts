import type { Benchmark } from "./support/benchmark.ts";
import { EMPTY_SCRIPT, overhead, timeProcesses } from "./support/time_processes.ts";

/** What a command costs before it does anything. */
export const benchmark: Benchmark = {
  what: "whole processes, over an empty Deno script run in turn with them",
  async run() {
    const help = { args: ["run", "-A", "cli/main.ts", "--help"] };
    const version = { args: ["run", "-A", "cli/main.ts", "--version"] };
    const [helpTimes = [], versionTimes = [], emptyTimes = []] = await timeProcesses(
      [help, version, EMPTY_SCRIPT],
      21,
    );
    const target = { atMost: 30 };
    return [
      { name: "empty script", unit: "ms", samples: emptyTimes },
      { name: "kedge --help, over it", unit: "ms", ...overhead(helpTimes, emptyTimes), target },
      {
        name: "kedge --version, over it",
        unit: "ms",
        ...overhead(versionTimes, emptyTimes),
        target,
      },
    ];
  },
};
