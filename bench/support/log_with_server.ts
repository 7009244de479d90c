import { fileURLToPath } from "node:url";
import { captureDeno } from "../../tasks/process.ts";

const CHILD = fileURLToPath(new URL("log_points.ts", import.meta.url));

/** What processes log, and beside which servers. */
export interface LogInChildrenOptions {
  /** Calls of `logMetric()` in each. */
  readonly calls: number;
  /** How often. */
  readonly rounds: number;
  /** Addresses of servers; an empty one for none. */
  readonly uris: readonly string[];
}

/** Milliseconds that the calls took, for each server, in processes that run in turn. */
export async function logInChildren(
  { calls, rounds, uris }: LogInChildrenOptions,
): Promise<readonly (readonly number[])[]> {
  const times = uris.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, uri] of uris.entries()) {
      const cwd = await Deno.makeTempDir();
      const { code, stdout, stderr } = await captureDeno(["run", "-A", CHILD, String(calls), uri], { cwd });
      if (code !== 0) throw new Error(stderr);
      times[i]?.push(Number(stdout));
      await Deno.remove(cwd, { recursive: true });
    }
  }
  return times;
}
