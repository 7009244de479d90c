import type { EmbeddedStore } from "../embedded/embedded_store.ts";
import { RUN_NAME_TAG, USER_TAG } from "../tag_names.ts";
import type { ImportedRun } from "./import_runs.ts";
import type { PortableRun, RunSource } from "./portable_run.ts";

/** Set on a run while it is imported, so that an import that was interrupted goes on with it. */
const IMPORTING_TAG = "kedge.importing";

/** An import of runs on its way. */
export class RunImport {
  /** Name of the experiment that all runs go to; `undefined` when each goes to its own. */
  readonly experiment: string | undefined;
  /** Where they go. */
  readonly store: EmbeddedStore;
  /** Runs that are new in the store. */
  readonly imported: ImportedRun[] = [];
  /** Runs that the store had already. */
  readonly known: ImportedRun[] = [];
  /** How many artifacts came with the new ones. */
  artifacts = 0;
  /** What is to be told, in sentences. */
  readonly notes: string[] = [];

  /** Begin an import; runs whose import died are known to be nobody's from here. */
  constructor(store: EmbeddedStore, experiment: string | undefined) {
    this.store = store;
    this.experiment = experiment;
  }

  /** Import all runs of a source, each after `check` has seen it. */
  async importAll(
    source: RunSource,
    check: (run: PortableRun) => Promise<void> = async () => {},
  ): Promise<void> {
    this.store.recoverInterrupted();
    for await (const run of source.runs((one) => this.#pass(one))) {
      const state = await this.#stateOf(run.runId);
      if (isThere(state)) {
        this.#leaveOut(run, state);
        continue;
      }
      await check(run);
      const wanted = { ...run, experiment: this.experiment ?? run.experiment };
      if (!await importRun(this.store, wanted, { isBegun: state === "half" })) {
        this.#leaveOut(run, await this.#stateOf(run.runId));
        continue;
      }
      this.imported.push({ runId: run.runId, runName: run.runName });
      this.artifacts += run.artifacts.length;
    }
  }

  /** Whether a run is in the store, and not only a part of it that an import left behind. */
  async has(runId: string): Promise<boolean> {
    return isThere(await this.#stateOf(runId));
  }

  /**
   * Remove what imports that were interrupted left of other runs: they come back whole when they are imported again. Gives
   * sentences that tell of it.
   */
  async removeLeftovers(): Promise<readonly string[]> {
    const { items } = await this.store.searchRuns({ filter: `tags.\`${IMPORTING_TAG}\` = 'true'` });
    const left = items.filter(({ info }) => !this.#isBusy(info.runId));
    if (left.length === 0) return [];
    const runIds = left.map(({ info }) => info.runId);
    for (const runId of runIds) await this.store.deleteRun(runId);
    await this.store.purge({ runIds });
    return left.map(({ info }) =>
      `Run "${info.runName}" (${info.runId}) was removed, as its import was interrupted: import it again`
    );
  }

  async #pass(run: ImportedRun): Promise<boolean> {
    const state = await this.#stateOf(run.runId);
    if (isThere(state)) this.#leaveOut(run, state);
    return isThere(state);
  }

  // Says so when it may not be there as a whole.
  #leaveOut({ runId, runName }: ImportedRun, state: RunState): void {
    this.known.push({ runId, runName });
    if (state !== "whole") {
      this.notes.push(`Run "${runName}" (${runId}) is being imported by another process`);
    }
  }

  async #stateOf(runId: string): Promise<RunState> {
    const found = await this.store.getRun(runId);
    if (found === undefined) return "missing";
    if (!(IMPORTING_TAG in found.tags)) return "whole";
    return this.#isBusy(runId) ? "busy" : "half";
  }

  // Whether another process works on a run: who holds it alone is told so when it lets go.
  #isBusy(runId: string): boolean {
    let isAlone = false;
    const lock = this.store.holdRun(runId);
    lock?.release(() => isAlone = true);
    return lock !== undefined && !isAlone;
  }
}

/** What is there of a run: nothing, a part whose import died, a part whose import goes on, or all of it. */
type RunState = "missing" | "half" | "busy" | "whole";

function isThere(state: RunState): boolean {
  return state === "whole" || state === "busy";
}

// Every step can be done again; the run is held meanwhile, so that nobody takes it for interrupted. Gives whether it was not
// another process that began it just now.
async function importRun(
  store: EmbeddedStore,
  run: PortableRun,
  { isBegun }: { readonly isBegun: boolean },
): Promise<boolean> {
  const { runId, status, startTime, endTime, params, tags, metrics } = run;
  const lock = store.holdRun(runId);
  try {
    if (!await begin(store, run, isBegun)) {
      lock?.release();
      return false;
    }
    const others = Object.entries(tags).filter(([key]) => key !== RUN_NAME_TAG);
    store.write(runId, { params: Object.entries(params), metrics, tags: others });
    for await (const points of run.morePoints?.() ?? []) store.write(runId, { metrics: points });
    if (run.nodes.length > 0) store.writeNodes(runId, run.nodes);
    store.writeDatasetUses(runId, run.datasets);
    store.writeSnapshots(runId, await Promise.all(Object.entries(run.snapshots).map(toSnapshot)));
    for (const { path, open } of run.artifacts) await store.writeArtifact(runId, path, await open());
    if ((await store.getLogLines(runId)).length === 0 && run.log.length > 0) {
      store.writeLogLines(runId, run.log);
    }
    store.finishRun(runId, {
      // Nobody works on it here.
      status: status === "RUNNING" || status === "SCHEDULED" ? "KILLED" : status,
      endTime: endTime ?? startTime,
      removeTags: [IMPORTING_TAG],
    });
  } catch (error) {
    // As if this process had died: whoever comes next sees that nobody works on it.
    lock?.abandon();
    throw error;
  }
  lock?.release();
  return true;
}

async function begin(
  store: EmbeddedStore,
  { runId, runName, experiment, startTime, tags }: PortableRun,
  isBegun: boolean,
): Promise<boolean> {
  const found = await store.getRun(runId);
  if (found !== undefined) {
    if (!isBegun || !(IMPORTING_TAG in found.tags)) return false;
    // What it was marked with when its import was found dead is forgotten.
    store.resumeRun(runId, {});
    return true;
  }
  const experimentId = store.ensureExperiment(experiment);
  const user = tags[USER_TAG];
  const own: Record<string, string> = user === undefined ? {} : { [USER_TAG]: user };
  try {
    store.insertRun(runId, { experimentId, runName, startTime, tags: { ...own, [IMPORTING_TAG]: "true" } });
    return true;
  } catch (error) {
    if (await store.getRun(runId) === undefined) throw error;
    return false;
  }
}

async function toSnapshot(
  [name, text]: readonly [string, string],
): Promise<{ readonly name: string; readonly text: string; readonly sha256: string }> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return { name, text, sha256: new Uint8Array(digest).toHex() };
}
