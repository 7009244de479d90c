import type { ArtifactInfo, RunEntries } from "../core/run_context.ts";
import type { ReadOptions } from "../stores/store.ts";
import type { DatasetUse } from "./dataset_use.ts";
import type { Experiment, LifecycleStage, Metric, Run, RunStatus } from "./entities.ts";
import type { ModelStore } from "./models/model_store.ts";
import type { Page } from "./page.ts";
import type { LogLine, NodeRecord } from "./run_records.ts";

/** What a tracking store can do beyond the required methods. */
export interface TrackingTraits {
  /** True when node events and log lines are kept. */
  readonly nodeEvents: boolean;
  /** True when it is kept which data a run wrote, beside what it read. */
  readonly outputs: boolean;
  /** True when pages of a search stay as they are while runs are made. */
  readonly stablePages: boolean;
  /** True when it is kept what the bytes of an artifact must be. */
  readonly checksums: boolean;
  /** True when artifacts may have any name; MLflow keeps none with `#` or an escape such as `%20`. */
  readonly anyArtifactName: boolean;
  /** True when it is kept why the files of a model could not be stored. */
  readonly modelMessages: boolean;
}

/** How to make a run. */
export interface CreateRunOptions {
  /** Its experiment. */
  readonly experimentId: string;
  /** Its name. @default {three random words} */
  readonly runName?: string | undefined;
  /** When it started. @default {now} */
  readonly startTime?: number | undefined;
  /** Tags to begin with. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Which runs to find. */
export interface SearchRunsOptions {
  /** Experiments to look in. @default {all active ones} */
  readonly experimentIds?: readonly string[] | undefined;
  /**
   * Conditions in MLflow's words, joined by `AND`: `metrics.loss < 0.5 AND params.lr = '0.1' AND tags.team LIKE 'b%'`.
   */
  readonly filter?: string | undefined;
  /**
   * By what to order: `metrics.loss`, `params.lr DESC`. What a run lacks comes last.
   * @default {["start_time DESC"]}
   */
  readonly orderBy?: readonly string[] | undefined;
  /** Only runs with this name. */
  readonly runName?: string | undefined;
  /** Only runs whose id starts so. */
  readonly runIdPrefix?: string | undefined;
  /** Only runs with one of these statuses. */
  readonly status?: readonly RunStatus[] | undefined;
  /** Active, deleted or both. @default {"active"} */
  readonly lifecycleStage?: LifecycleStage | "all" | undefined;
  /** At most so many. @default {1000} */
  readonly maxResults?: number | undefined;
  /** Continue after the last page. */
  readonly pageToken?: string | undefined;
}

/** Which experiments to find. */
export interface SearchExperimentsOptions {
  /** Conditions in MLflow's words, joined by `AND`: `name LIKE 'peng%' AND tags.team = 'birds'`. */
  readonly filter?: string | undefined;
  /** By what to order: `name`, `creation_time DESC`. @default {["creation_time DESC"]} */
  readonly orderBy?: readonly string[] | undefined;
  /** Active, deleted or both. @default {"active"} */
  readonly lifecycleStage?: LifecycleStage | "all" | undefined;
  /** At most so many. @default {1000} */
  readonly maxResults?: number | undefined;
  /** Continue after the last page. */
  readonly pageToken?: string | undefined;
}

/**
 * Experiments, runs and what was recorded in them. One interface for every place they can live; entity shapes and rules are
 * MLflow's. Every method throws {@linkcode TrackingError} with MLflow's error code.
 */
export interface TrackingStore extends ModelStore, AsyncDisposable {
  /** Where it is: a path or URL, for messages. */
  readonly endpoint: string;
  /** What it can do. */
  readonly traits: TrackingTraits;
  /** Make an experiment; code `RESOURCE_ALREADY_EXISTS` when the name is taken. Returns its id. */
  createExperiment(
    name: string,
    options?: { readonly tags?: Readonly<Record<string, string>> | undefined },
  ): Promise<string>;
  /** An experiment by id, or `undefined`. */
  getExperiment(experimentId: string): Promise<Experiment | undefined>;
  /** An experiment by name, or `undefined`. */
  getExperimentByName(name: string): Promise<Experiment | undefined>;
  /** Mark an experiment and its runs deleted; both can be restored. Its name stays taken. */
  deleteExperiment(experimentId: string): Promise<void>;
  /** Undo {@linkcode deleteExperiment}. */
  restoreExperiment(experimentId: string): Promise<void>;
  /** All experiments, newest first. */
  listExperiments(lifecycleStage?: LifecycleStage | "all"): Promise<readonly Experiment[]>;
  /** Experiments, newest first unless an order is given. */
  searchExperiments(options?: SearchExperimentsOptions): Promise<Page<Experiment>>;
  /** Make a run with status RUNNING. */
  createRun(options: CreateRunOptions): Promise<Run>;
  /** Change status, end or name of a run. */
  updateRun(
    runId: string,
    change: {
      readonly status?: RunStatus | undefined;
      readonly endTime?: number | undefined;
      readonly runName?: string | undefined;
    },
  ): Promise<void>;
  /** A run by its full id, or `undefined`. */
  getRun(runId: string): Promise<Run | undefined>;
  /** Runs, newest first unless an order is given. */
  searchRuns(options?: SearchRunsOptions): Promise<Page<Run>>;
  /** Write params, metrics and tags of a run in one commit. A param that has another value already is refused. */
  logBatch(runId: string, entries: RunEntries): Promise<void>;
  /** All points of a metric in the order of step, then timestamp. */
  getMetricHistory(runId: string, key: string): Promise<readonly Metric[]>;
  /** The same points some thousands at a time, in whatever order costs least: of a history of any length no more is in memory. */
  readMetricHistory(runId: string, key: string): AsyncIterable<readonly Metric[]>;
  /** Remove a tag of a run. */
  deleteTag(runId: string, key: string): Promise<void>;
  /** Mark a run deleted; it can be restored. */
  deleteRun(runId: string): Promise<void>;
  /** Undo {@linkcode deleteRun}. */
  restoreRun(runId: string): Promise<void>;
  /**
   * Record which data a run read: MLflow's `log-inputs`. What is told again is stored once. What it wrote is recorded too
   * where `traits.outputs` is true.
   */
  logInputs(runId: string, uses: readonly DatasetUse[]): Promise<void>;
  /** Which data a run read and wrote, in the order in which it was told. */
  getDatasetUses(runId: string): Promise<readonly DatasetUse[]>;
  /**
   * Texts that say what a run was made from, by name: `request.json`, `configuration.json`, `graph.json`,
   * `environment.json`, `deno.lock`, `git.diff`; none where `traits.nodeEvents` is false.
   */
  getSnapshots(runId: string): Promise<Readonly<Record<string, string>>>;
  /** What became of the nodes of a run, in the order they started; none where `traits.nodeEvents` is false. */
  getNodes(runId: string): Promise<readonly NodeRecord[]>;
  /** The log of a run, in the order written; none where `traits.nodeEvents` is false. */
  getLogLines(runId: string): Promise<readonly LogLine[]>;
  /** Store an artifact of a run. */
  writeArtifact(
    runId: string,
    path: string,
    content: Uint8Array | ReadableStream<Uint8Array>,
  ): Promise<ArtifactInfo>;
  /** Every artifact of a run below a folder, in order of their paths. */
  listArtifacts(runId: string, path?: string): Promise<readonly ArtifactInfo[]>;
  /** Bytes of an artifact, all or those from `start` up to, not including, `end`. */
  readArtifact(
    runId: string,
    path: string,
    range?: Pick<ReadOptions, "start" | "end" | "signal">,
  ): Promise<ReadableStream<Uint8Array>>;
}
