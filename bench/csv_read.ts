import { captureDeno } from "../tasks/process.ts";
import type { Benchmark } from "./support/benchmark.ts";
import { peakMemory } from "./support/peak_memory.ts";

const ROWS = 1_000_000;
const ROUNDS = 5;
const MODES = ["stream", "list", "d3-dsv"] as const;
const SCRIPT = new URL("./support/read_csv.ts", import.meta.url).href;

/** What tables cost to read. */
export const benchmark: Benchmark = {
  what: "a csv of 1,000,000 rows and 5 columns (32 MB), typed; d3-dsv is the parser alone, on text in memory",
  async run() {
    const file = await Deno.makeTempFile({ suffix: ".csv" });
    try {
      await Deno.writeTextFile(file, ReadableStream.from(lines()));
      const speeds: Record<(typeof MODES)[number], number[]> = { stream: [], list: [], "d3-dsv": [] };
      // In turn, because a machine is slower in one minute than in the next.
      for (let round = 0; round < ROUNDS; round++) {
        for (const mode of MODES) speeds[mode].push(await measureSpeed(mode, file));
      }
      const memory = async (mode: string) => [await peakMemory({ args: [SCRIPT, mode, file] })];
      return [
        { name: "streamed", unit: "/s", samples: speeds.stream, target: { atLeast: 800_000 } },
        { name: "as a list", unit: "/s", samples: speeds.list, best: Math.max(...speeds.list) },
        {
          name: "d3-dsv, texts alone",
          unit: "/s",
          samples: speeds["d3-dsv"],
          best: Math.max(...speeds["d3-dsv"]),
        },
        {
          name: "peak memory, streamed",
          unit: "MiB",
          samples: await memory("stream"),
          target: { atMost: 150 },
        },
        { name: "peak memory, as a list", unit: "MiB", samples: await memory("list") },
        { name: "peak memory, d3-dsv", unit: "MiB", samples: await memory("d3-dsv") },
      ];
    } finally {
      await Deno.remove(file);
    }
  },
};

async function measureSpeed(mode: string, file: string): Promise<number> {
  const { code, stdout, stderr } = await captureDeno(["run", "-A", SCRIPT, mode, file]);
  if (code !== 0) throw new Error(`Cannot read "${file}" (${mode}): it exited with ${code}\n${stderr}`);
  return ROWS / Number(stdout) * 1000;
}

function* lines(): Generator<string, void, undefined> {
  yield "id,species,mass,flipper,year\n";
  for (let row = 0; row < ROWS; row += 1000) {
    yield Array.from({ length: 1000 }, (_, index) => {
      const id = row + index;
      return `${id},Adelie ${id % 7},${(id * 0.37 % 5000).toFixed(2)},${id % 230},2009\n`;
    }).join("");
  }
}
