import { captureDeno, ROOT } from "./process.ts";

// Usage: deno task surface     writes down what mod.ts exports, after a deliberate change of it

/** Where the public surface is written down. */
export const SURFACE_FILE: string = `${ROOT}tests/repo/surface.txt`;

if (import.meta.main) await Deno.writeTextFile(SURFACE_FILE, await readSurface());

/** Kind and name of everything that `mod.ts` exports: a sorted line each, `function runPipeline`. */
export async function readSurface(): Promise<string> {
  const { code, stdout, stderr } = await captureDeno(["doc", "--json", "mod.ts"]);
  if (code !== 0) throw new Error(`Cannot read the exports of mod.ts: ${stderr}`);
  const lines = Object.values((JSON.parse(stdout) as DenoDoc).nodes)
    .flatMap(({ symbols }) => symbols)
    .flatMap(({ name, declarations }) => declarations.map(({ kind }) => `${kind} ${name}\n`));
  return [...new Set(lines)].sort().join("");
}

// The parts of `deno doc --json` that are used here.
interface DenoDoc {
  readonly nodes: Readonly<Record<string, { readonly symbols: readonly DenoSymbol[] }>>;
}

interface DenoSymbol {
  readonly name: string;
  readonly declarations: readonly { readonly kind: string }[];
}
