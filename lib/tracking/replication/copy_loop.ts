import type { Copier, Round } from "./copier.ts";

/** How long to copy. */
export interface CopyLoopOptions {
  /** Runs that are copied before all others. */
  readonly first?: (() => readonly string[]) | undefined;
  /** Asked after each round whether that was enough. */
  readonly isEnough: (round: Round) => boolean;
  /** Stops the waiting. */
  readonly signal?: AbortSignal | undefined;
  /** Waits, or less long when there is something to do. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Numbers from 0 up to, not including, 1, that keep clients from asking at the same moment. @default {Math.random} */
  readonly random?: (() => number) | undefined;
}

// A run that is at work fills a batch meanwhile.
const BETWEEN_ROUNDS = 500;
// There is more of it where this came from.
const MUCH = 1000;
const FIRST_RETRY = 500;
const LONGEST_RETRY = 30_000;
// A server may ask for more than it will need.
const LONGEST_WISH = 300_000;

/** Copy round after round, and more seldom while the server does not answer. Gives the last round. */
export async function copyUntil(copier: Copier, options: CopyLoopOptions): Promise<Round> {
  const { first = () => [], isEnough, signal, wait, random = Math.random } = options;
  for (let failures = 0;;) {
    const round = await copier.round(first());
    if (isEnough(round) || signal?.aborted) return round;
    failures = round.kind === "later" && round.sent === 0 ? failures + 1 : 0;
    await wait(pause(round, failures, random));
    if (signal?.aborted) return round;
  }
}

function pause(round: Round, failures: number, random: () => number): number {
  if (round.kind === "done") return round.sent < MUCH ? BETWEEN_ROUNDS : 0;
  if (round.kind === "taken") return BETWEEN_ROUNDS;
  const most = Math.min(FIRST_RETRY * 2 ** Math.max(failures - 1, 0), LONGEST_RETRY);
  // A server that wants to be asked again at once is not asked without a pause.
  return Math.min(Math.max(round.retryAfter ?? 0, most * (0.5 + random() / 2)), LONGEST_WISH);
}
