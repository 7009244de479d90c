import { currentScope } from "../core/run_context.ts";

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
