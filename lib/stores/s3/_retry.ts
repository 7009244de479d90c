import { S3Refusal } from "./_refusal.ts";

/** How often and how long to try. */
export interface RetryOptions {
  /** How often at most. */
  readonly attempts: number;
  /** Stops it, also while it waits. */
  readonly signal?: AbortSignal | undefined;
}

const FIRST_WAIT = 100;
const LONGEST_WAIT = 5000;
/** No try begins later than this after the first, so that a caller waits a bounded time. */
const LAST_TRY = 60_000;

/**
 * Do something until it goes well, as long as the server or the network may be better the next time. Waits grow from a tenth
 * of a second to five, each half by chance, so that many clients do not come back at once.
 */
export async function retry<T>(work: () => Promise<T>, { attempts, signal }: RetryOptions): Promise<T> {
  const begun = performance.now();
  let isClockSet = false;
  for (let attempt = 1;; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof S3Refusal)) throw error;
      const { isTransient, isClockWrong, status, wait = 0 } = error.failure;
      // The SDK signs by the clock of the server from then on.
      const mayHelp = isTransient || isClockWrong && status === 403 && !isClockSet;
      isClockSet ||= isClockWrong;
      if (!mayHelp || attempt >= attempts) throw error;
      const pause = Math.max(wait, pauseOf(attempt));
      if (performance.now() + pause > begun + LAST_TRY) throw error;
      await sleep(pause, signal);
    }
  }
}

/** Milliseconds to wait after so many failures. */
export function pauseOf(failures: number): number {
  const most = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1));
  return most * (0.5 + Math.random() / 2);
}

/** Wait for some milliseconds; a signal ends it with an error. */
export async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = (): void => reject(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(resolve, milliseconds);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}
