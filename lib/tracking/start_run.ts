import type { RunEntries } from "../core/run_context.ts";
import { type ActiveRun, activeRun } from "./active_run.ts";
import type { EmbeddedStore } from "./embedded/embedded_store.ts";
import type { LogLine } from "./run_records.ts";
import { askGitStatus } from "./system/git_status.ts";
import { systemTags } from "./system/system_tags.ts";
import { GIT_COMMIT_TAG, GIT_DIRTY_TAG, PARENT_RUN_TAG } from "./tag_names.ts";

/** How to start a run. */
export interface StartRunOptions {
  /** Name of its experiment, made when there is none. @default {"Default"} */
  readonly experiment?: string | undefined;
  /** Name of the run. @default {three random words} */
  readonly name?: string | undefined;
  /** Tags of the run; they win over those that Kedge sets. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Id of the run that this one is a part of. */
  readonly parentRunId?: string | undefined;
  /** The command to record, word by word; what looks like a secret in it is not. @default {the main module and its arguments} */
  readonly command?: readonly string[] | undefined;
  /** What runs, shown as the source of the run. @default {the main module} */
  readonly source?: string | undefined;
  /** Told of entries once they are stored, for progress displays. */
  readonly onWrite?: ((entries: RunEntries, node: string | undefined) => void) | undefined;
  /** Told of lines of the log once they are stored. */
  readonly onLog?: ((line: LogLine) => void) | undefined;
}

/**
 * Start a run in a store. Runs that were interrupted since are marked first. The run holds a lock until it ends, by which
 * others know that it lives.
 *
 * @throws {TrackingError} When the store cannot be written to, or the experiment is deleted.
 *
 * @example Record a run without a pipeline
 * ```ts
 * import assert from "node:assert/strict";
 * import { openEmbeddedStore, startRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const folder = await Deno.makeTempDir();
 * await using store = openEmbeddedStore(folder);
 * await using run = await startRun(store, { experiment: "penguins" });
 * run.write({ params: [["trees", "100"]] });
 * await run.end("FINISHED");
 *
 * assert.equal((await store.getRun(run.id))?.info.status, "FINISHED");
 * ```
 */
export function startRun(store: EmbeddedStore, options: StartRunOptions = {}): Promise<ActiveRun> {
  return new Promise((resolve) => resolve(start(store, options)));
}

function start(store: EmbeddedStore, options: StartRunOptions): ActiveRun {
  const { experiment = "Default", name, parentRunId, command, source, onWrite, onLog } = options;
  store.recoverInterrupted();
  const id = crypto.randomUUID().replaceAll("-", "");
  const experimentId = store.ensureExperiment(experiment);
  const tags = {
    ...systemTags({ directory: store.directory, command, source }),
    ...(parentRunId !== undefined && { [PARENT_RUN_TAG]: parentRunId }),
    ...options.tags,
  };
  // Before the run is there, so that nobody takes it for interrupted.
  const lock = store.holdRun(id);
  try {
    const { runName, startTime } = store.insertRun(id, { experimentId, runName: name, tags });
    const settle = GIT_COMMIT_TAG in tags ? recordGitStatus(store, id) : () => Promise.resolve();
    const run = activeRun(store, {
      id,
      name: runName,
      experiment,
      experimentId,
      startTime,
      lock,
      onWrite,
      onLog,
      settle,
    });
    if (lock === undefined) run.log("warn", UNLOCKED);
    return run;
  } catch (error) {
    lock?.release();
    throw error;
  }
}

const UNLOCKED = "Files cannot be locked here: if this process dies, the run stays RUNNING";

const PATIENCE_AT_END = 2000;

// Git answers while the run is at work already.
function recordGitStatus(store: EmbeddedStore, runId: string): () => Promise<void> {
  const status = askGitStatus(store.directory);
  if (status === undefined) return () => Promise.resolve();
  const recorded = status.isDirty.then((isDirty) => {
    if (isDirty !== undefined) store.write(runId, { tags: [[GIT_DIRTY_TAG, String(isDirty)]] });
  }).catch(() => {});
  return async () => {
    const timer = setTimeout(status.cancel, PATIENCE_AT_END);
    await recorded;
    clearTimeout(timer);
  };
}
