import { TrackingError } from "../../core/errors.ts";
import { currentScope, type RunHandle } from "../../core/run_context.ts";
import type { Run } from "../entities.ts";
import { resolveRun } from "../resolve_run.ts";
import { PARENT_RUN_TAG } from "../tag_names.ts";
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
  /**
   * The runs that belong together with the one in progress, nearest first: those inside it, the one around it, those beside it.
   * With a run for each pipeline, what one pipeline saves another loads.
   */
  around(): AsyncIterable<RunAccess>;
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
      const access = storedRun(await resolveRun(store(), reference));
      known.set(reference, access);
      return access;
    },
    around: () => around(store()),
  };
}

/**
 * The first of these runs for which `has` holds: the named one, or the one in progress and then those around it. When it holds
 * for none, that which was asked for.
 */
export async function findRunWith(
  runs: RunFinder,
  reference: string | undefined,
  has: (access: RunAccess) => Promise<boolean>,
): Promise<RunAccess> {
  const access = await runs.find(reference);
  if (reference !== undefined || await has(access)) return access;
  for await (const other of runs.around()) if (await has(other)) return other;
  return access;
}

async function* around(store: TrackingStore): AsyncGenerator<RunAccess> {
  const id = currentScope()?.run?.id;
  const seen = new Set([id]);
  for (let run = id === undefined ? undefined : await store.getRun(id); run !== undefined;) {
    const inside = await store.searchRuns({ filter: `tags.\`${PARENT_RUN_TAG}\` = '${run.info.runId}'` });
    for (const each of [run, ...inside.items]) {
      if (seen.has(each.info.runId)) continue;
      seen.add(each.info.runId);
      yield storedRun(each);
    }
    const outer: string | undefined = run.tags[PARENT_RUN_TAG];
    // A run imported from elsewhere may name any run as its parent, and this is a part of a filter.
    run = outer !== undefined && /^[0-9a-f]{32}$/.test(outer) ? await store.getRun(outer) : undefined;
    if (run !== undefined && seen.has(run.info.runId)) return;
  }
}

function storedRun({ info }: Run): RunAccess {
  return { kind: "stored", id: info.runId, label: labelOf(info.runName, info.runId) };
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
