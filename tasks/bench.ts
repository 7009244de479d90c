import { parseArgs } from "node:util";
import { type Benchmark, best, type Figure, isMet, median } from "../bench/support/benchmark.ts";
import { describeMachine, readMachine } from "../bench/support/describe_machine.ts";
import { formatFigures } from "../bench/support/format_figures.ts";
import { ROOT, typedPath } from "./process.ts";

// Usage: deno task bench [NAME...] [--json FILE]

if (import.meta.main) Deno.exit(await bench(Deno.args));

async function bench(args: string[]): Promise<number> {
  const { values: { json }, positionals } = parseArgs({
    args,
    options: { json: { type: "string" } },
    allowPositionals: true,
  });
  const known = await listBenchmarks();
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(
      `There is no benchmark ${unknown.map((name) => `"${name}"`).join(", ")}: ${known.join(", ")}`,
    );
    return 2;
  }
  const machine = readMachine();
  console.log(`${describeMachine(machine)}\n`);
  const results: Record<string, unknown> = {};
  for (const name of positionals.length > 0 ? positionals : known) {
    const { benchmark }: { benchmark: Benchmark } = await import(`../bench/${name}.ts`);
    console.log(`${name} · ${benchmark.what}`);
    const figures = await benchmark.run();
    console.log(formatFigures(figures));
    results[name] = figures.map(summarize);
  }
  if (json !== undefined) {
    const report = { ...machine, benchmarks: results };
    await Deno.writeTextFile(typedPath(json), `${JSON.stringify(report, null, 2)}\n`);
  }
  return 0;
}

async function listBenchmarks(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(`${ROOT}bench`)) {
    if (isFile && name.endsWith(".ts")) names.push(name.slice(0, -".ts".length));
  }
  return names.sort();
}

function summarize(figure: Figure): Record<string, unknown> {
  return { ...figure, median: median(figure.samples), best: best(figure), met: isMet(figure) };
}
