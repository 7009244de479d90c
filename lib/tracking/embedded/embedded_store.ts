import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Clock, SYSTEM_CLOCK } from "../../core/clock.ts";
import type { RunEntries } from "../../core/run_context.ts";
import { localStore } from "../../stores/local_store.ts";
import type { Store } from "../../stores/store.ts";
import type { Experiment, Metric, Run, RunInfo } from "../entities.ts";
import { chooseRunName, randomRunName } from "../run_name.ts";
import type { LogLine, NodeRecord } from "../run_records.ts";
import type { CreateRunOptions, TrackingStore, TrackingTraits } from "../tracking_store.ts";
import { ArtifactPlaces } from "./artifact_places.ts";
import { listArtifacts, readArtifact, writeArtifact } from "./artifacts.ts";
import type { DatasetUse } from "../dataset_use.ts";
import { Connection } from "./connection.ts";
import { readDatasetUses, writeDatasetUses } from "./dataset_uses.ts";
import {
  createExperiment,
  ensureExperiment,
  type EnsureExperimentOptions,
  experimentByName,
  type ExperimentRow,
  findExperiment,
  listExperiments,
  readExperiment,
  requireExperiment,
  setExperimentStage,
} from "./experiments.ts";
import { recoverInterrupted } from "./interrupted.ts";
import { readLogLines, writeLogLines } from "./log_lines.ts";
import { type StoreManagement, storeManagement } from "./management.ts";
import { readMetricHistory, readMetricPages } from "./metrics.ts";
import { lazyModelStore } from "./models/lazy_model_store.ts";
import { readNodes, writeNodes } from "./node_events.ts";
import type { Durability } from "./open_database.ts";
import { type RunLock, RunLocks } from "./run_locks.ts";
import { readRun, readRuns, toRunInfo } from "./read_runs.ts";
import { findRunOfKey, finishSharedRun, type ResumeOptions, resumeRun, shareRun } from "./resume_run.ts";
import { findRun, requireRun, type RunRow } from "./run_rows.ts";
import { createRun, deleteTag, type NewRun, type RunChange, setRunStage, updateRun } from "./runs.ts";
import { newestRuns } from "./search/newest_runs.ts";
import { runScope } from "./search/run_scope.ts";
import { readSnapshots, type Snapshot, writeSnapshots } from "./snapshots.ts";

/** How to open the store of a folder. */
export interface EmbeddedStoreOptions {
  /**
   * How safe a write is when it returns: `normal` survives the death of every process at any moment, `full` the loss of
   * power too. The end of a run always survives both. @default {"normal"}
   */
  readonly durability?: Durability | undefined;
  /** Never write, not even beside the file. @default {false} */
  readonly readOnly?: boolean | undefined;
  /** How long to wait for other processes that write, in milliseconds. @default {60000} */
  readonly busyTimeout?: number | undefined;
  /** Where artifacts are kept. @default {the folder `.kedge/artifacts`} */
  readonly artifacts?: Store | undefined;
  /** Where time comes from. @default {the clock of this machine} */
  readonly clock?: Clock | undefined;
  /** Numbers from 0 up to, not including, 1, for the names of runs. @default {Math.random} */
  readonly random?: (() => number) | undefined;
}

/** The store in the folder `.kedge` of a project: a SQLite file and a folder of artifacts. */
export interface EmbeddedStore extends TrackingStore, StoreManagement {
  /** The folder that holds `.kedge`, absolute. */
  readonly directory: string;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Where artifacts are kept; `undefined` for the folder `.kedge/artifacts`. */
  readonly artifacts: Store | undefined;
  /** The id of the active experiment of a name, made when there is none. */
  ensureExperiment(name: string, options?: EnsureExperimentOptions): string;
  /** Make a run with an id of the caller's; `createRun()` picks one. */
  insertRun(runId: string, options: CreateRunOptions): RunInfo;
  /**
   * `insertRun()` of the run of a key, or `resumeRun()` when it is there already. When the run of the key is not `runId`,
   * it is returned as it is: hold it, then ask again with its id.
   */
  shareRun(
    runId: string,
    options: CreateRunOptions & { readonly key: string },
    change: ResumeOptions,
  ): RunInfo;
  /** The id of the run that processes share by a key, if there is one. */
  runIdOfKey(key: string): string | undefined;
  /** Make a run RUNNING again that has ended; its name and tags are changed in the same commit. */
  resumeRun(runId: string, change: ResumeOptions): RunInfo;
  /** `logBatch()` that is committed when it returns. */
  write(runId: string, entries: RunEntries): void;
  /** `updateRun()` that is committed, and safe from loss of power, when it returns. */
  finishRun(runId: string, change: RunChange): void;
  /** `finishRun()` of a run of several processes: FINISHED only when the latest attempt at each of its nodes went well. */
  finishSharedRun(runId: string, change: RunChange): void;
  /** Hold a run while this process works on it; `undefined` where the file system knows no locks. */
  holdRun(runId: string): RunLock | undefined;
  /**
   * Mark the runs whose processes have died as KILLED, with the tag `kedge.interrupted`, and return their ids. A run
   * that never held a lock is left alone.
   */
  recoverInterrupted(): readonly string[];
  /** Store what became of nodes; a later record of a node replaces the earlier one. */
  writeNodes(runId: string, nodes: readonly NodeRecord[]): void;
  /** `logInputs()`, of outputs too, that is committed when it returns. */
  writeDatasetUses(runId: string, uses: readonly DatasetUse[]): void;
  /** Store texts that say what a run was made from; a later one of a name replaces the earlier one. */
  writeSnapshots(runId: string, snapshots: readonly Snapshot[]): void;
  /** Add lines to the log of a run. */
  writeLogLines(runId: string, lines: readonly LogLine[]): void;
}

/**
 * Open the tracking store of a folder. Nothing is read or made until it is needed: a store that nobody has written to
 * answers like an empty one. What cannot be written to is opened for reading.
 *
 * @param directory The folder that holds `.kedge`.
 *
 * @example Find the newest run
 * ```ts
 * import assert from "node:assert/strict";
 * import { logMetric, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await withRun({ directory, name: "first-try" }, () => logMetric("loss", 0.5));
 *
 * await using store = openEmbeddedStore(directory);
 * const { items: [run] } = await store.searchRuns({ maxResults: 1 });
 * assert.equal(run?.info.runName, "first-try");
 * assert.equal(run.metrics["loss"]?.value, 0.5);
 * ```
 */
export function openEmbeddedStore(directory: string, options: EmbeddedStoreOptions = {}): EmbeddedStore {
  const {
    durability = "normal",
    readOnly = false,
    busyTimeout = 60_000,
    clock = SYSTEM_CLOCK,
    random = Math.random,
  } = options;
  const root = resolve(directory);
  const home = join(root, ".kedge");
  const path = join(home, "runs.db");
  const connection = new Connection({ path, durability, readOnly, busyTimeout, clock });
  const locks = new RunLocks(join(home, "locks"));
  const artifacts = options.artifacts ?? localStore(join(home, "artifacts"));
  const places = new ArtifactPlaces(
    artifacts,
    (experiment) => requireExperiment(connection.forReading(), String(experiment)).artifact_location,
  );
  const artifactUri = (row: RunRow): string => places.uriOf(row);
  // What an artifact's address begins with, up to the number of the experiment.
  const artifactsUri = artifacts.uri("0").slice(0, -1);
  const toRun = (row: RunRow): Run => readRun(connection.forReading(), row, artifactUri);
  const toExperiment = (row: ExperimentRow): Experiment =>
    readExperiment(connection.forReading(), row, places.uriOfExperiment(row.experiment));
  const newRun = (
    runId: string,
    { experimentId, runName, startTime = clock.now(), tags = {} }: CreateRunOptions,
  ): NewRun => {
    const name = chooseRunName(runName, tags) ?? randomRunName(random);
    return { runId, experimentId, name, startTime, tags };
  };

  const store: EmbeddedStore = {
    endpoint: path,
    traits: TRAITS,
    directory: root,
    clock,
    artifacts: options.artifacts,
    ensureExperiment: (name, { artifactLocation, ...others } = {}) =>
      String(ensureExperiment(connection.forWriting(), name, {
        ...others,
        artifactLocation: artifactLocation && folderUrl(artifactLocation, root),
        now: clock.now(),
      })),
    insertRun: (runId, runOptions) =>
      toRunInfo(createRun(connection.forWriting(), newRun(runId, runOptions)), artifactUri),
    shareRun: (runId, runOptions, change) =>
      toRunInfo(
        shareRun(connection.forWriting(), { ...newRun(runId, runOptions), key: runOptions.key }, change),
        artifactUri,
      ),
    runIdOfKey: (key) => findRunOfKey(connection.forReading(), key)?.run_id,
    resumeRun: (runId, change) => toRunInfo(resumeRun(connection.forWriting(), runId, change), artifactUri),
    write: (runId, entries) => connection.writer().write(runId, entries),
    finishRun: (runId, change) => connection.synced((database) => updateRun(database, runId, change)),
    finishSharedRun: (runId, change) =>
      connection.synced((database) => finishSharedRun(database, runId, change)),
    holdRun: (runId) => locks.hold(runId),
    recoverInterrupted: () => (readOnly ? [] : recoverInterrupted(locks, connection, clock)),
    writeNodes: (runId, nodes) => writeNodes(connection.forWriting(), runId, nodes),
    ...storeManagement({ connection, places }),
    writeDatasetUses: (runId, uses) => writeDatasetUses(connection.forWriting(), runId, uses),
    writeSnapshots: (runId, snapshots) => writeSnapshots(connection.forWriting(), runId, snapshots),
    ...lazyModelStore({ connection, places, clock, random }),
    writeLogLines: (runId, lines) => writeLogLines(connection.forWriting(), runId, lines),

    createExperiment: (name, { tags = {} } = {}) =>
      promised(() => String(createExperiment(connection.forWriting(), name, { tags, now: clock.now() }))),
    deleteExperiment: (id) =>
      promised(() => setExperimentStage(connection.forWriting(), id, { stage: "deleted", now: clock.now() })),
    restoreExperiment: (id) =>
      promised(() => setExperimentStage(connection.forWriting(), id, { stage: "active", now: clock.now() })),
    getExperiment: (id) =>
      promised(() => optional(findExperiment(connection.forReading(), id), toExperiment)),
    getExperimentByName: (name) =>
      promised(() => optional(experimentByName(connection.forReading(), name), toExperiment)),
    listExperiments: (stage = "active") =>
      promised(() => listExperiments(connection.forReading(), stage).map(toExperiment)),
    searchExperiments: (search = {}) =>
      promised(async () => {
        const { searchExperimentRows } = await loadExperimentSearch();
        const { rows, nextPageToken } = searchExperimentRows(connection.forReading(), search);
        return { items: rows.map(toExperiment), nextPageToken };
      }),
    createRun: (runOptions) =>
      promised(() => {
        const runId = crypto.randomUUID().replaceAll("-", "");
        store.insertRun(runId, runOptions);
        return toRun(requireRun(connection.forReading(), runId));
      }),
    updateRun: (runId, change) => promised(() => updateRun(connection.forWriting(), runId, change)),
    getRun: (runId) => promised(() => optional(findRun(connection.forReading(), runId), toRun)),
    searchRuns: (search = {}) =>
      promised(async () => {
        const isPlain = (search.filter ?? "") === "" && (search.orderBy ?? []).length === 0;
        const searchRunRows = isPlain ? undefined : (await loadRunSearch()).searchRunRows;
        const database = connection.forReading();
        const { rows, nextPageToken } = searchRunRows === undefined
          ? newestRuns(database, { ...search, where: runScope(search) })
          : searchRunRows(database, { options: search, artifactsUri });
        return { items: readRuns(database, rows, artifactUri), nextPageToken };
      }),
    logBatch: (runId, entries) => promised(() => connection.writer().write(runId, entries)),
    getMetricHistory: (runId, key): Promise<readonly Metric[]> =>
      promised(() => readMetricHistory(connection.forReading(), runId, key)),
    async *readMetricHistory(runId, key) {
      yield* readMetricPages(() => connection.forReading(), { runId, key });
    },
    deleteTag: (runId, key) => promised(() => deleteTag(connection.forWriting(), runId, key)),
    deleteRun: (runId) =>
      promised(() => setRunStage(connection.forWriting(), runId, { stage: "deleted", now: clock.now() })),
    restoreRun: (runId) =>
      promised(() => setRunStage(connection.forWriting(), runId, { stage: "active", now: clock.now() })),
    logInputs: (runId, uses) => promised(() => writeDatasetUses(connection.forWriting(), runId, uses)),
    getDatasetUses: (runId) => promised(() => readDatasetUses(connection.forReading(), runId)),
    getSnapshots: (runId) => promised(() => readSnapshots(connection.forReading(), runId)),
    getNodes: (runId) => promised(() => readNodes(connection.forReading(), runId)),
    getLogLines: (runId) => promised(() => readLogLines(connection.forReading(), runId)),
    writeArtifact: (runId, artifactPath, content) =>
      promised(() => writeArtifact(connection.forWriting(), places, { runId, path: artifactPath, content })),
    listArtifacts: (runId, folder = "") =>
      promised(() => listArtifacts(connection.forReading(), runId, folder)),
    readArtifact: (runId, artifactPath, range) =>
      promised(() => readArtifact(connection.forReading(), places, { runId, path: artifactPath, range })),
    [Symbol.asyncDispose]: () =>
      promised(async () => {
        connection[Symbol.dispose]();
        await places[Symbol.asyncDispose]();
      }),
  };
  return store;
}

const TRAITS: TrackingTraits = {
  nodeEvents: true,
  outputs: true,
  stablePages: true,
  checksums: true,
  anyArtifactName: true,
  modelMessages: true,
};

// A pipeline runs without it.
const RUN_SEARCH: string = "./search/search_runs.ts";
function loadRunSearch(): Promise<typeof import("./search/search_runs.ts")> {
  return import(RUN_SEARCH);
}

const EXPERIMENT_SEARCH: string = "./search/search_experiments.ts";
function loadExperimentSearch(): Promise<typeof import("./search/search_experiments.ts")> {
  return import(EXPERIMENT_SEARCH);
}

function folderUrl(location: string, root: string): string {
  // Runs have theirs behind a slash.
  if (/^s3:/i.test(location)) return location.replace(/\/+$/, "");
  return /^file:/i.test(location) ? location : pathToFileURL(resolve(root, location)).href;
}

// SQLite answers at once; the interface is made for stores that do not.
function promised<T>(work: () => T | Promise<T>): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}

function optional<Row, T>(row: Row | undefined, convert: (row: Row) => T): T | undefined {
  return row === undefined ? undefined : convert(row);
}
