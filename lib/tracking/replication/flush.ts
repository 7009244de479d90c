import { type Copier, type CopierOptions, openCopier, type Round } from "./copier.ts";
import { copyUntil } from "./copy_loop.ts";
import { stoppableWait } from "./stoppable_wait.ts";

/** Copy what is left of runs, in this thread, but no longer than so many milliseconds. */
export async function flush(
  options: CopierOptions,
  { runIds, milliseconds }: { readonly runIds: readonly string[]; readonly milliseconds: number },
): Promise<void> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(tooLong()), milliseconds);
  try {
    await using copier = openCopier({ ...options, signal: stop.signal, needsLock: true });
    await copyUntil(copier, {
      first: () => runIds,
      signal: stop.signal,
      wait: stoppableWait(stop.signal),
      isEnough: (round) => isFlushed(copier, runIds, round),
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Why copying is given up when a run does not wait for the server any longer. */
export function tooLong(): DOMException {
  return new DOMException("The server has taken too long", "TimeoutError");
}

/** Whether nothing is left to be sent of runs, whoever has sent it; but for what the server fails at. */
export function isFlushed({ outbox }: Copier, runIds: readonly string[], round: Round): boolean {
  return round.kind !== "later" &&
    (!outbox.hasWork(runIds) || (round.kind === "done" && round.reason !== undefined));
}
