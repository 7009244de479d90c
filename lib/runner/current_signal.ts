import { currentScope, runInScope } from "../core/run_context.ts";

/**
 * The signal of the run that this code is part of: aborted when the run should stop (Ctrl-C, `signal` of
 * {@linkcode runPipeline}). Hand it to what takes long. Outside a run it is never aborted.
 *
 * @example A node that stops downloading when the run stops
 * ```ts
 * import assert from "node:assert/strict";
 * import { currentSignal, node } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const download = node({
 *   name: "download",
 *   inputs: "params:url",
 *   outputs: "page",
 *   run: async (url: string) => {
 *     const response = await fetch(url, { signal: currentSignal() });
 *     return await response.text();
 *   },
 * });
 *
 * assert.equal(download.name, "download");
 * assert.equal(currentSignal().aborted, false);
 * ```
 */
export function currentSignal(): AbortSignal {
  return currentScope()?.signal ?? new AbortController().signal;
}

/** Whether an error is what a signal stopped something with, bare or as the cause of what was made of it. */
export function isStopBy(signal: AbortSignal | undefined, error: unknown): boolean {
  if (signal?.aborted !== true) return false;
  return error === signal.reason || error instanceof Error && isStopBy(signal, error.cause);
}

/** Call what comes after a run or a node has been stopped, and so is not stopped with it: the hooks that tell of it. */
export function afterStop<T>(call: () => T): T {
  const scope = currentScope();
  return scope === undefined ? call() : runInScope({ ...scope, signal: undefined }, call);
}
