import { type CopierOptions, openCopier, type Round } from "./copier.ts";
import { copyUntil } from "./copy_loop.ts";
import { isFlushed, tooLong } from "./flush.ts";
import { stoppableWait } from "./stoppable_wait.ts";

/** Copying of runs in this thread. */
export interface CopyingHere extends AsyncDisposable {
  /** Copy what is left, but no longer than so many milliseconds. */
  finish(milliseconds: number): Promise<void>;
  /** Let somebody else copy from now on, at once: this thread may not pause for a long time. */
  release(): void;
  /** Give up what is being sent, and close everything. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** How to copy in this thread. */
export interface CopyHereOptions extends Omit<CopierOptions, "signal" | "needsLock"> {
  /** Whether nobody else takes over, so that it goes on for as long as the runs are at work. */
  readonly staysHere: boolean;
}

/**
 * Copy runs in this thread: what can be sent while they are at work, and the rest when they have ended. A run of a moment is half
 * there when it ends, and nothing has to be opened again for the other half.
 *
 * @throws {TrackingError} When the store cannot be opened.
 */
export function copyHere(
  { staysHere, ...options }: CopyHereOptions,
  runIds: readonly string[],
): CopyingHere {
  const stop = new AbortController();
  const { signal } = stop;
  const copier = openCopier({ ...options, signal, needsLock: true });
  const isEnough = (round: Round): boolean => isFlushed(copier, runIds, round);
  let isFinishing = false;
  let wake = (): void => {};
  // Who forgets to finish is not kept alive.
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      Deno.unrefTimer(timer);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const begin = (): Promise<Round> =>
    staysHere
      ? copyUntil(copier, { first: () => runIds, signal, wait: pause, isEnough: () => isFinishing })
      : copier.round(runIds);
  // What goes wrong comes up again when the rest is copied.
  const begun = begin().catch(() => undefined);
  return {
    async finish(milliseconds) {
      const timer = setTimeout(() => stop.abort(tooLong()), milliseconds);
      isFinishing = true;
      wake();
      try {
        const round = await begun;
        if (signal.aborted || (round !== undefined && isEnough(round))) return;
        await copyUntil(copier, { first: () => runIds, signal, wait: stoppableWait(signal), isEnough });
      } finally {
        clearTimeout(timer);
      }
    },
    release() {
      copier.release();
      stop.abort();
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      wake();
      await begun;
      await copier[Symbol.asyncDispose]();
    },
  };
}
