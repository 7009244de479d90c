import { captureDeno } from "../tasks/process.ts";
import type { Benchmark } from "./support/benchmark.ts";
import { peakMemory } from "./support/peak_memory.ts";

const ROWS = 1_000_000;
const ROUNDS = 3;
const SCRIPT = new URL("./support/parquet.ts", import.meta.url).href;

/** What Parquet costs. */
export const benchmark: Benchmark = {
  what: "parquet of 1,000,000 rows and 5 columns in row groups of 20,000, row by row",
  async run() {
    const file = await Deno.makeTempFile({ suffix: ".parquet" });
    try {
      const speeds: Record<"write" | "stream", number[]> = { write: [], stream: [] };
      for (let round = 0; round < ROUNDS; round++) {
        speeds.write.push(await measureSpeed("write", file));
        speeds.stream.push(await measureSpeed("stream", file));
      }
      const memory = async (mode: string) => [await peakMemory({ args: [SCRIPT, mode, file] })];
      const target = { atMost: 256 };
      return [
        { name: "written", unit: "/s", samples: speeds.write, best: Math.max(...speeds.write) },
        { name: "streamed", unit: "/s", samples: speeds.stream, best: Math.max(...speeds.stream) },
        { name: "peak memory, written", unit: "MiB", samples: await memory("write"), target },
        { name: "peak memory, streamed", unit: "MiB", samples: await memory("stream"), target },
        { name: "peak memory, as a list", unit: "MiB", samples: await memory("list") },
      ];
    } finally {
      await Deno.remove(file);
    }
  },
};

async function measureSpeed(mode: string, file: string): Promise<number> {
  const { code, stdout, stderr } = await captureDeno(["run", "-A", SCRIPT, mode, file]);
  if (code !== 0) throw new Error(`Cannot ${mode} "${file}": it exited with ${code}\n${stderr}`);
  return ROWS / Number(stdout) * 1000;
}
