import { captureDeno, ROOT } from "../../tasks/process.ts";
import type { Figure } from "./benchmark.ts";

/** A Deno process to be timed. */
export interface TimedProcess {
  /** Arguments of Deno: `["run", "-A", "main.ts"]`. */
  readonly args: readonly string[];
  /** Its folder. @default {the clone} */
  readonly cwd?: string | undefined;
}

/**
 * Time whole processes, in turn: one of each, then again, `rounds` times after one round that does not count. In turn,
 * because a machine is slower in one minute than in the next. Resolves to the milliseconds of each process, in order.
 */
export async function timeProcesses(processes: readonly TimedProcess[], rounds: number): Promise<number[][]> {
  const samples: number[][] = processes.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, timed] of processes.entries()) {
      const start = performance.now();
      await runTimed(timed);
      if (round > 0) samples[index]?.push(performance.now() - start);
    }
  }
  return samples;
}

/**
 * What one process takes over another, pair by pair. The best is the difference of the two fastest: the smallest
 * difference of a pair tells only when the shorter process was held up.
 */
export function overhead(
  longer: readonly number[],
  shorter: readonly number[],
): Pick<Figure, "samples" | "best"> {
  return {
    samples: longer.map((value, index) => value - (shorter[index] ?? NaN)),
    best: Math.min(...longer) - Math.min(...shorter),
  };
}

/** Arguments that run a script with nothing in it, to compare with. */
export const EMPTY_SCRIPT: TimedProcess = { args: ["run", "-A", `${ROOT}bench/support/empty.ts`] };

async function runTimed({ args, cwd }: TimedProcess): Promise<void> {
  const { code, stderr } = await captureDeno(args, { cwd });
  if (code !== 0) throw new Error(`Cannot time "deno ${args.join(" ")}": it exited with ${code}\n${stderr}`);
}
