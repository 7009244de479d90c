import { TrackingError } from "../../core/errors.ts";
import { currentScope, type RunHandle } from "../../core/run_context.ts";
import { resolveRun } from "../resolve_run.ts";
import type { TrackingStore } from "../tracking_store.ts";

/** A run that a tracked dataset loads from or saves to. */
export type RunAccess =
  /** The one in progress. */
  | { readonly kind: "current"; readonly id: string; readonly label: string; readonly run: RunHandle }
  /** Another one. */
  | { readonly kind: "stored"; readonly id: string; readonly label: string }
  /** One that is not tracked: nothing of it is kept. */
  | { readonly kind: "untracked"; readonly id: string; readonly label: string };

/** Finds runs for a tracked dataset. */
export interface RunFinder {
  /** The store that runs are in. */
  store(): TrackingStore;
  /**
   * The run of a name or id, or the one in progress. Whether that is tracked is known from the run context alone.
   *
   * @throws {TrackingError} When there is no such run, or none in progress.
   */
  find(reference: string | undefined): Promise<RunAccess>;
}

/** Find runs in a store; a run that was looked up once is not looked up again. */
export function runFinder(store: () => TrackingStore): RunFinder {
  const known = new Map<string, RunAccess>();
  return {
    store,
    async find(reference): Promise<RunAccess> {
      if (reference === undefined) return current();
      const found = known.get(reference);
      if (found !== undefined) return found;
      const { info } = await resolveRun(store(), reference);
      const access: RunAccess = { kind: "stored", id: info.runId, label: labelOf(info.runName, info.runId) };
      known.set(reference, access);
      return access;
    },
  };
}

/** Whether code that asks stands outside of every run, so that a dataset of the run in progress cannot be looked at yet. */
export function isOutsideRuns(reference: string | undefined): boolean {
  return reference === undefined && currentScope() === undefined;
}

function current(): RunAccess {
  const scope = currentScope();
  if (scope === undefined) {
    throw new TrackingError(
      "There is no run in progress: use it in a pipeline or inside withRun(), or name a run with run_id",
      { code: "INVALID_STATE" },
    );
  }
  const { run } = scope;
  return run === undefined
    ? { kind: "untracked", id: "", label: "the untracked run" }
    : { kind: "current", id: run.id, label: labelOf(run.name, run.id), run };
}

function labelOf(name: string, id: string): string {
  return `run "${name}" (${id})`;
}
