import { listFiles } from "./files.ts";
import { captureDeno } from "./process.ts";

// Usage: deno task ok     quiet when all is well

if (import.meta.main) Deno.exit(await ok());

async function ok(): Promise<number> {
  const checks = await Promise.all([
    runCheck("format", ["fmt", "--check"]),
    runCheck("lint", ["lint"]),
    // One process after the other: both read and write the same type-checking cache.
    runCheck("types", ["check", "--quiet", "--doc", ".", ...await listFiles(".", [".md"])]).then(checkDocs),
    // Users check the library with their own compiler options, by default laxer ones, which infer other types.
    runCheck("types with default options", ["check", "--quiet", "--no-config", "mod.ts", "cli/main.ts"]),
  ]);
  return checks.every(Boolean) ? 0 : 1;
}

async function checkDocs(passed: boolean): Promise<boolean> {
  const hasBarrel = (await listFiles(".", ["mod.ts"])).includes("mod.ts");
  return passed && (!hasBarrel || await runCheck("documentation", ["doc", "--lint", "mod.ts"]));
}

async function runCheck(name: string, args: readonly string[]): Promise<boolean> {
  const { code, stdout, stderr } = await captureDeno(args, { env: { FORCE_COLOR: "1" } });
  if (code !== 0) console.error(`${stdout}${stderr}\n✗ ${name}: deno ${args.join(" ")}`);
  return code === 0;
}
