import type { LogLevel } from "../../core/logger.ts";
import { requireScope } from "./current_run.ts";

/**
 * Write a line to the log of the current run, where it is kept with its time and the node that wrote it. What nodes print
 * to the console is not kept.
 *
 * @throws {TrackingError} Outside a run.
 *
 * @example Say what was dropped
 * ```ts
 * import assert from "node:assert/strict";
 * import { logLine, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const id = await withRun({ directory }, (run) => {
 *   logLine("dropped 11 rows without a mass", { level: "warn" });
 *   return run.id;
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const [line] = await store.getLogLines(id);
 * assert.equal(line?.message, "dropped 11 rows without a mass");
 * ```
 */
export function logLine(message: string, options: { readonly level?: LogLevel | undefined } = {}): void {
  const { level = "info" } = options;
  const { run, node } = requireScope("logLine");
  run?.log(level, message, node);
}
