import { TrackingError } from "../core/errors.ts";
import { currentScope, type RunHandle, type RunScope } from "../core/run_context.ts";

/**
 * The run that code called from a node, or from `withRun()`, writes to; `undefined` outside of one and in an untracked
 * run.
 */
export function currentRun(): RunHandle | undefined {
  return currentScope()?.run;
}

/** The scope that a logging function writes to. Outside a run it never opens one by itself. */
export function requireScope(caller: string): RunScope {
  const scope = currentScope();
  if (scope !== undefined) return scope;
  throw new TrackingError(
    `Cannot call ${caller}() outside a run: call it from a node, or open a run with withRun({ experiment: "..." }, () => ...)`,
    { code: "INVALID_STATE" },
  );
}
