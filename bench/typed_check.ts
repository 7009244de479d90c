import type { Benchmark, Figure } from "./support/benchmark.ts";
import { overhead, type TimedProcess, timeProcesses } from "./support/time_processes.ts";
import { typedNodesModule } from "./support/typed_nodes.ts";

/** What typed nodes cost the compiler. */
export const benchmark: Benchmark = {
  what: "deno check of 300 typed nodes, over a module with the same schemas and 1 node",
  async run() {
    const folder = await Deno.makeTempDir({ prefix: "kedge-bench-" });
    try {
      return [
        ...await measure(folder, { schemas: 60, target: { atMost: 3000 } }),
        // Each node brings two schemas of its own, whose types the compiler works out as well.
        ...await measure(folder, { schemas: 602 }),
      ];
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

async function measure(
  folder: string,
  { schemas, target }: { readonly schemas: number; readonly target?: Figure["target"] },
): Promise<readonly Figure[]> {
  const [many, one] = [`${folder}/many.ts`, `${folder}/one.ts`];
  await Deno.writeTextFile(many, typedNodesModule(300, schemas));
  await Deno.writeTextFile(one, typedNodesModule(1, schemas));
  const [manyTimes = [], oneTimes = []] = await timeProcesses([checkAnew(many), checkAnew(one)], 5);
  return [
    { name: `1 typed node, ${schemas} schemas`, unit: "ms", samples: oneTimes },
    { name: "300 typed nodes, over it", unit: "ms", ...overhead(manyTimes, oneTimes), target },
  ];
}

// A module that has not changed since it was checked is not checked again.
function checkAnew(path: string): TimedProcess {
  const script = `Deno.writeTextFileSync("${path}", "\\n", { append: true });
const check = new Deno.Command(Deno.execPath(), { args: ["check", "--quiet", "${path}"] });
if (!check.outputSync().success) Deno.exit(1);`;
  return { args: ["eval", script] };
}
