import { TrackingError } from "../../core/errors.ts";
import { currentScope, type RunHandle, type RunScope } from "../../core/run_context.ts";

/**
 * The run that the code asking belongs to: that of its node, or of {@linkcode withRun}. `undefined` outside a run, and in
 * one that is not tracked.
 *
 * @example Print where to look later
 * ```ts
 * import assert from "node:assert/strict";
 * import { currentRun, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const name = await withRun(
 *   { directory: await Deno.makeTempDir(), name: "first-try" },
 *   () => currentRun()?.name,
 * );
 * assert.equal(name, "first-try");
 * assert.equal(currentRun(), undefined);
 * ```
 */
export function currentRun(): RunHandle | undefined {
  return currentScope()?.run;
}

/** The scope that a logging function writes to. None is ever opened for it. */
export function requireScope(caller: string): RunScope {
  const scope = currentScope();
  if (scope !== undefined) return scope;
  throw new TrackingError(
    `Cannot call ${caller}() outside a run: call it from a node, or open a run with ` +
      `withRun({ experiment: "..." }, () => ...)`,
    { code: "INVALID_STATE" },
  );
}
