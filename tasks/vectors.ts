import { parseArgs } from "node:util";
import { listAreas, readVectorFile } from "../tests/vectors/case.ts";
import { loadRunner, runArea } from "../tests/vectors/run_area.ts";
import { ROOT, typedPath } from "./process.ts";
import { formatTotals } from "./test_totals.ts";

// Usage: deno task vectors [DIR] [--verbose]     ends with the line "N passed, N failed"

if (import.meta.main) Deno.exit(await vectors(Deno.args));

async function vectors(args: string[]): Promise<number> {
  const { values: { verbose }, positionals: [typed] } = parseArgs({
    args,
    options: { verbose: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const folder = typed === undefined ? `${ROOT}tests/vectors` : typedPath(typed);
  const areas = await listAreas(folder).catch(() => []);
  if (areas.length === 0) {
    console.error(`There are no cases in "${folder}": no folder, or no JSON file in it`);
    return 2;
  }
  let passed = 0;
  let failed = 0;
  for (const area of areas) {
    const runner = await loadRunner(area);
    if (runner === undefined) {
      console.log(`${area} not built`);
      continue;
    }
    const results = await runArea(await readVectorFile(folder, area), runner);
    const right = results.filter(({ problems }) => problems.length === 0).length;
    for (const { vector, problems } of results) {
      if (problems.length > 0 || verbose) {
        console.error(`${problems.length > 0 ? "✗" : "✓"} ${area} ${vector.id}  ${vector.title}`);
      }
      for (const problem of problems) console.error(`    ${problem.replaceAll("\n", "\n    ")}`);
    }
    console.log(`${area} ${right}/${results.length}`);
    passed += right;
    failed += results.length - right;
  }
  console.log(formatTotals({ passed, failed, skipped: 0 }));
  return failed > 0 ? 1 : 0;
}
