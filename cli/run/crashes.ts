import type { CliContext } from "../context.ts";

/** Errors of a run that nobody caught: in a timer, or of a promise that nobody awaits. */
export interface Crashes {
  /** Aborted by the first one, with it as the reason. */
  readonly signal: AbortSignal;
  /** Do not listen any more. After the first one it goes on: what comes then comes of it. */
  stop(): void;
}

/** Let an error that nobody catches fail the run, which Deno alone would end without a word in its record. */
export function listenForCrashes(context: CliContext): Crashes {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = context.onCrash((error) => controller.abort(error ?? new Error(`${error} was thrown`)));
  return {
    signal,
    stop: () => {
      if (!signal.aborted) stop();
    },
  };
}
