import { parseArgs } from "node:util";
import { ROOT, showDeno } from "./process.ts";
import { release } from "./release/release.ts";

// Usage: deno task release X.Y.Z [--dry-run]

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: string[]): Promise<number> {
  const { values: { "dry-run": dryRun }, positionals: [version = ""] } = parseArgs({
    args,
    options: { "dry-run": { type: "boolean", default: false } },
    allowPositionals: true,
  });
  try {
    await release({
      root: ROOT.slice(0, -1),
      version,
      date: new Date().toISOString().slice(0, 10),
      dryRun,
      test: async () => await showDeno(["task", "test"]) === 0,
      check: async () => await showDeno(["task", "ok"]) === 0,
      say: (line) => console.log(line),
    });
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}
