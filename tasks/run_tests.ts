import { showDeno } from "./process.ts";
import { countTests, type Totals } from "./test_totals.ts";

/** Run `deno test` with more `args`, showing what it prints; resolves to what its report says. */
export async function runTests(args: readonly string[], env: Record<string, string> = {}): Promise<Totals> {
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const code = await showDeno(["test", "-A", "--parallel", `--junit-path=${report}`, ...args], { env });
    return countTests(await Deno.readTextFile(report), code);
  } finally {
    await Deno.remove(report);
  }
}
