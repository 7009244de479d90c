import type { CliContext, Interrupt } from "../context.ts";
import { EXIT } from "../guard.ts";

/** Requests to stop a run. */
export interface Interrupts {
  /** Aborted by the first request. */
  readonly signal: AbortSignal;
  /** The exit code that says so; `undefined` while nobody asked. */
  exitCode(): number | undefined;
  /** Do not listen any more. */
  stop(): void;
}

/** Stop cleanly when asked once, and at once when asked again. */
export function listenForInterrupts(
  context: CliContext,
  on: { readonly first: () => void; readonly second: () => void },
): Interrupts {
  const controller = new AbortController();
  let first: Interrupt | undefined;
  const stop = context.onInterrupt((signal) => {
    if (first !== undefined) {
      on.second();
      context.exit(EXIT[signal]);
    }
    first = signal;
    controller.abort(new DOMException(signal === "SIGINT" ? "Interrupted" : "Terminated", "AbortError"));
    on.first();
  });
  return { signal: controller.signal, exitCode: () => first && EXIT[first], stop };
}
