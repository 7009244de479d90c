import { showDeno, typedPath } from "./process.ts";
import { countTests, formatTotals } from "./test_totals.ts";

// Usage: deno task test [PATH...]     ends with the line "N passed, N failed"

if (import.meta.main) Deno.exit(await test(Deno.args));

async function test(paths: readonly string[]): Promise<number> {
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const options = ["-A", "--doc", "--parallel", "--ignore=tests/soak", `--junit-path=${report}`];
    const code = await showDeno(["test", ...options, ...paths.map(typedPath)], {
      env: { DENO_NO_UPDATE_CHECK: "1" },
    });
    const totals = countTests(await Deno.readTextFile(report), code);
    console.log(formatTotals(totals));
    return totals.failed > 0 ? 1 : 0;
  } finally {
    await Deno.remove(report);
  }
}
