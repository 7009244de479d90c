import { typedPath } from "./process.ts";
import { runTests } from "./run_tests.ts";
import { formatTotals } from "./test_totals.ts";

// Usage: deno task test [PATH...] [--filter=TEXT]     ends with the line "N passed, N failed"

const IGNORED: readonly string[] = [
  "tests/soak",
  // Blocks of Markdown write files as users' scripts do: tests/repo/docs_test.ts runs each in a folder of its own.
  "**/*.md",
  // The project that `kedge new` writes: its tests are run where it was written.
  "cli/new/template",
];

if (import.meta.main) Deno.exit(await test(Deno.args));

async function test(args: readonly string[]): Promise<number> {
  const typed = args.map((arg) => arg.startsWith("-") ? arg : typedPath(arg));
  const totals = await runTests(["--doc", `--ignore=${IGNORED.join(",")}`, ...typed]);
  console.log(formatTotals(totals));
  return totals.failed > 0 ? 1 : 0;
}
