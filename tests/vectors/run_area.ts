import type { AreaRunner, VectorCase, VectorFile } from "./case.ts";
import { compareMessage, compareValues } from "./compare.ts";

/** What became of one case. */
export interface CaseResult {
  /** The case. */
  readonly vector: VectorCase;
  /** What was wrong, a line each; empty when it passed. */
  readonly problems: readonly string[];
}

/** The runner of an area, or `undefined` when the area is not built yet. */
export async function loadRunner(area: string): Promise<AreaRunner | undefined> {
  const url = new URL(`./${area}_runner.ts`, import.meta.url);
  try {
    await Deno.stat(url);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const module: Partial<AreaRunner> = await import(url.href);
  if (typeof module.run !== "function") {
    throw new TypeError(`Cannot use ${url.href}: it has no function run()`);
  }
  return module.compare === undefined ? { run: module.run } : { run: module.run, compare: module.compare };
}

/** Run the cases of an area one after another. */
export async function runArea({ cases }: VectorFile, runner: AreaRunner): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const vector of cases) results.push({ vector, problems: await runCase(vector, runner) });
  return results;
}

/** Run one case; resolves to what was wrong, a line each. */
export async function runCase(vector: VectorCase, runner: AreaRunner): Promise<readonly string[]> {
  let actual: unknown;
  try {
    actual = await runner.run(vector.input);
  } catch (error) {
    if (vector.error !== undefined) return compareMessage(vector.error.mentions, error);
    return [`result: wanted a value, but it failed: ${error instanceof Error ? error.stack : String(error)}`];
  }
  if (vector.error !== undefined) return compareMessage(vector.error.mentions, { result: actual });
  return (runner.compare ?? compareValues)(vector.expected, actual);
}
