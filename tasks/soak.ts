import { parseArgs } from "node:util";
import { listFiles } from "./files.ts";
import { runTests } from "./run_tests.ts";
import { formatTotals } from "./test_totals.ts";

// Usage: deno task soak [NAME] [--seed N]     ends with the line "N passed, N failed"

if (import.meta.main) Deno.exit(await soak(Deno.args));

async function soak(args: string[]): Promise<number> {
  const { values, positionals: [name] } = parseArgs({
    args,
    options: { seed: { type: "string", default: String(crypto.getRandomValues(new Uint32Array(1))[0]) } },
    allowPositionals: true,
  });
  if (!/^\d+$/.test(values.seed)) {
    console.error(`There is no seed "${values.seed}": wanted a whole number`);
    return 2;
  }
  const files = await listFiles("tests/soak", [name === undefined ? "_test.ts" : `/${name}_test.ts`]);
  if (files.length === 0) {
    const known = (await listFiles("tests/soak", ["_test.ts"])).map((file) =>
      /([^/]+)_test\.ts$/.exec(file)?.[1]
    );
    console.error(`There is no soak test "${name ?? "*"}", there are: ${known.join(", ") || "none"}`);
    return 2;
  }
  const again = `deno task soak ${name === undefined ? "" : `${name} `}--seed ${values.seed}`;
  console.log(`seed ${values.seed}; the same again: ${again}`);
  const totals = await runTests(files, { KEDGE_SOAK_SEED: values.seed });
  console.log(`seed ${values.seed}; the same again: ${again}`);
  console.log(formatTotals(totals));
  return totals.failed > 0 ? 1 : 0;
}
