import type { RunEntries } from "../core/run_context.ts";
import { type ActiveRun, activeRun } from "./active_run.ts";
import type { EmbeddedStore } from "./embedded/embedded_store.ts";
import { chooseExperiment, type ChosenExperiment, experimentById, requireResumable } from "./choose_run.ts";
import type { RunInfo } from "./entities.ts";
import { createRedactor, redactTags } from "./redact.ts";
import type { Replication } from "./replication/background.ts";
import type { RunLock } from "./embedded/run_locks.ts";
import type { LogLine } from "./run_records.ts";
import { askGitStatus } from "./system/git_status.ts";
import { systemTags } from "./system/system_tags.ts";
import { GIT_COMMIT_TAG, GIT_DIRTY_TAG, PARENT_RUN_TAG, RUN_KEY_TAG } from "./tag_names.ts";

/** How to start a run. */
export interface StartRunOptions {
  /** Name of its experiment, made when there is none. @default {"Default"} */
  readonly experiment?: string | undefined;
  /** Id of its experiment, which must exist; with a name too, both must mean the same. */
  readonly experimentId?: string | undefined;
  /** Tags of the experiment, when it is made. */
  readonly experimentTags?: Readonly<Record<string, string>> | undefined;
  /** Path or file URL of the folder of its artifacts, when it is made. @default {with all others} */
  readonly artifactLocation?: string | undefined;
  /** Restore the experiment when it is deleted, instead of refusing it. @default {false} */
  readonly restoreExperiment?: boolean | undefined;
  /** Id of a run to go on with, instead of making one; it stays in its experiment. */
  readonly runId?: string | undefined;
  /**
   * Makes one run of all processes that give the same key in the same experiment: the first makes it, the others write to
   * it. It ends with the last of them, as FINISHED when the latest attempt at each of its nodes went well.
   */
  readonly key?: string | undefined;
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
  /** Patterns of names whose values are recorded as `***`, in tags and in the command, beside the usual ones. */
  readonly redact?: readonly string[] | undefined;
  /**
   * Hides secrets in texts: in what is logged, what the run fails with, its tags and its command. Bytes of artifacts stay as
   * they are. @default {that of the run around}
   */
  readonly mask?: ((text: string) => string) | undefined;
  /** Told of entries once they are stored, for progress displays. */
  readonly onWrite?: ((entries: RunEntries, node: string | undefined) => void) | undefined;
  /** Copies it to a server while it is at work. */
  readonly replication?: Pick<Replication, "follow" | "wake"> | undefined;
  /** Told of lines of the log once they are stored. */
  readonly onLog?: ((line: LogLine) => void) | undefined;
}

/**
 * Start a run in a store. Runs that were interrupted since are marked first. The run holds a lock until it ends, by which
 * others know that it lives.
 *
 * @throws {TrackingError} When the store cannot be written to, the experiment is deleted, or the run to go on with does not
 * exist.
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
export async function startRun(store: EmbeddedStore, options: StartRunOptions = {}): Promise<ActiveRun> {
  store.recoverInterrupted();
  const { runId, key } = options;
  const opened = runId !== undefined
    ? resume(store, options, (await requireResumable(store, runId)).info)
    : key === undefined
    ? create(store, options, await chooseExperiment(store, options))
    : share(store, { ...options, key }, await chooseExperiment(store, options));
  const experiment = await experimentById(store, opened.info.experimentId);
  await options.replication?.follow(opened.info.runId);
  const run = begin(store, options, { ...opened, experiment });
  if (options.mask === undefined) return run;
  const { maskedRun }: typeof import("./masked_run.ts") = await import(MASKED_RUN);
  return maskedRun(run, options.mask);
}

// Most runs have no secrets to hide.
const MASKED_RUN: string = "./masked_run.ts";

/** A run that is held and RUNNING. */
interface OpenedRun {
  readonly info: RunInfo;
  readonly lock: RunLock | undefined;
  /** Whether git is to be asked about it: by the process that made it, where there is git. */
  readonly asksGit: boolean;
}

function create(
  store: EmbeddedStore,
  options: StartRunOptions,
  { id: experimentId }: ChosenExperiment,
): OpenedRun {
  const tags = { ...ownTags(store, options), ...givenTags(options) };
  const insert = (id: string) => store.insertRun(id, { experimentId, runName: options.name, tags });
  return { ...held(store, randomId(), insert), asksGit: GIT_COMMIT_TAG in tags };
}

function resume(store: EmbeddedStore, options: StartRunOptions, { runId }: RunInfo): OpenedRun {
  const change = { runName: options.name, tags: givenTags(options) };
  return { ...held(store, runId, (id) => store.resumeRun(id, change)), asksGit: false };
}

function share(
  store: EmbeddedStore,
  options: StartRunOptions & { readonly key: string },
  { id: experimentId }: ChosenExperiment,
): OpenedRun {
  const { key } = options;
  const given = givenTags(options);
  const tags = { ...ownTags(store, options), [RUN_KEY_TAG]: key, ...given };
  for (let known = store.runIdOfKey(key);;) {
    const id = known ?? randomId();
    const opened = held(
      store,
      id,
      // What the first process called it stays.
      () => store.shareRun(id, { experimentId, runName: options.name, tags, key }, { tags: given }),
    );
    if (opened.info.runId === id) {
      return { ...opened, asksGit: known === undefined && GIT_COMMIT_TAG in tags };
    }
    // Somebody made the run of this key meanwhile.
    opened.lock?.release();
    known = opened.info.runId;
  }
}

// Held before the run is there, so that nobody takes it for interrupted.
function held(
  store: EmbeddedStore,
  id: string,
  open: (id: string) => RunInfo,
): { readonly info: RunInfo; readonly lock: RunLock | undefined } {
  const lock = store.holdRun(id);
  try {
    return { info: open(id), lock };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function begin(
  store: EmbeddedStore,
  { key, onWrite, onLog, replication }: StartRunOptions,
  { info, lock, asksGit, experiment }: OpenedRun & { readonly experiment: ChosenExperiment },
): ActiveRun {
  const { runId: id, runName: name, startTime } = info;
  const run = activeRun(store, {
    ...{ id, name, startTime, lock, onLog },
    onWrite: replication === undefined ? onWrite : (entries, node) => {
      replication.wake();
      onWrite?.(entries, node);
    },
    experiment: experiment.name,
    experimentId: experiment.id,
    isShared: key !== undefined,
    settle: asksGit ? recordGitStatus(store, id) : () => Promise.resolve(),
  });
  if (lock === undefined) run.log("warn", UNLOCKED);
  return run;
}

function ownTags(store: EmbeddedStore, options: StartRunOptions): Readonly<Record<string, string>> {
  return systemTags({ ...options, directory: store.directory });
}

function givenTags(
  { parentRunId, tags = {}, redact, mask }: StartRunOptions,
): Readonly<Record<string, string>> {
  const parent: Readonly<Record<string, string>> = parentRunId === undefined
    ? {}
    : { [PARENT_RUN_TAG]: parentRunId };
  const shown = mask === undefined
    ? tags
    : Object.fromEntries(Object.entries(tags).map(([key, text]) => [mask(key), mask(text)]));
  return redactTags({ ...parent, ...shown }, createRedactor(redact));
}

function randomId(): string {
  return crypto.randomUUID().replaceAll("-", "");
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
