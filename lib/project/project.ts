import type { Catalog } from "../catalog/catalog.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import type { PipelineFilter } from "../pipeline/filter.ts";
import type { PipelineResult } from "../runner/run_result.ts";
import type { Issue, SourcePlace } from "../core/issue.ts";
import type { MetricPoint } from "../core/run_context.ts";
import type { TargetStatus } from "../tracking/replication/describe_replication.ts";
import type { LogLine } from "../tracking/run_records.ts";
import type { EmbeddedStore } from "../tracking/embedded/embedded_store.ts";

/** How to run a project. */
export interface ProjectRunOptions {
  /** Pipelines to run, joined. @default {["__default__"]} */
  readonly pipelines?: readonly string[] | undefined;
  /** Which part of them. */
  readonly filter?: PipelineFilter | undefined;
  /** `sequential` runs one node at a time. @default {"sequential"} */
  readonly runner?: "sequential" | "concurrent" | undefined;
  /** How many nodes run at once with `concurrent`. @default {the number of processors} */
  readonly concurrency?: number | undefined;
  /** Name of the run. @default {as in mlflow.yml, else the names of the pipelines joined by "+"} */
  readonly runName?: string | undefined;
  /** Tags of the run. */
  readonly runTags?: Readonly<Record<string, string>> | undefined;
  /** Id of a run to go on with, instead of making one. @default {as in mlflow.yml, else MLFLOW_RUN_ID once} */
  readonly runId?: string | undefined;
  /** Makes one run of all processes that give the same key. @default {KEDGE_RUN_KEY} */
  readonly runKey?: string | undefined;
  /** Experiment of the run. @default {as in mlflow.yml, else the name of the project} */
  readonly experiment?: string | undefined;
  /** The command to record, word by word; what looks like a secret in it is not. @default {the main module and its arguments} */
  readonly command?: readonly string[] | undefined;
  /** Record the run. @default {true, unless mlflow.yml disables it for all of the pipelines} */
  readonly track?: boolean | undefined;
  /** Stops the run. */
  readonly signal?: AbortSignal | undefined;
  /** Fails the run with the reason of this signal, at once and without waiting for its nodes. */
  readonly failSignal?: AbortSignal | undefined;
  /** Hooks for this run only; called before those of the project. */
  readonly hooks?: readonly Hooks[] | undefined;
  /** Told of metrics as they are logged, for progress displays. */
  readonly onMetrics?: ((node: string | undefined, points: readonly MetricPoint[]) => void) | undefined;
  /** Run only nodes whose persistent outputs are missing, and what those need. @default {false} */
  readonly onlyMissingOutputs?: boolean | undefined;
  /** Versions of versioned datasets to load instead of the newest, by name. @default {none} */
  readonly loadVersions?: Readonly<Record<string, string>> | undefined;
  /** Where they were asked for, for messages. */
  readonly loadVersionsAt?: SourcePlace | undefined;
  /** Ask each free input whether it can be loaded, before the run begins. @default {true} */
  readonly checkInputs?: boolean | undefined;
  /** Told of lines as they are logged to the run by `logLine()`. */
  readonly onLog?: ((line: LogLine) => void) | undefined;
  /** Throw the error of a failed run; otherwise it is in the result. @default {true} */
  readonly throwOnError?: boolean | undefined;
}

/** How far copying a run to a server had come at its end. */
export interface RunReplication extends TargetStatus {
  /** Whether the run counts as failed when it is not all there: `tracking.on_error: fail`. */
  readonly isRequired: boolean;
}

/** What became of a run of a project: plain data but for `outputs` and `error`. */
export interface RunResult extends PipelineResult {
  /** Id of the run: 32 hexadecimal characters. */
  readonly runId: string;
  /** Name of the run. */
  readonly runName: string;
  /** Experiment of the run. */
  readonly experiment: string;
  /** False with `track: false`, and when `mlflow.yml` disables tracking for it. */
  readonly tracked: boolean;
  /** What the server does not have yet of the run; `undefined` where none is configured. */
  readonly replication: RunReplication | undefined;
  /** Names of the pipelines that ran. */
  readonly pipelineNames: readonly string[];
  /** Environment. */
  readonly env: string;
}

/** Which versions the versioned datasets of a catalog have. */
export interface CatalogVersions {
  /** The one that they save. @default {the current time} */
  readonly saveVersion?: string | undefined;
  /** Those that they load, by name of the dataset. @default {the newest} */
  readonly loadVersions?: Readonly<Record<string, string>> | undefined;
  /** Where those were asked for, for messages. */
  readonly loadVersionsAt?: SourcePlace | undefined;
}

/** An open project. */
export interface Project extends AsyncDisposable {
  /** Its name. */
  readonly name: string;
  /** Its folder, absolute. */
  readonly root: string;
  /** Environment it was opened with. */
  readonly env: string;
  /** What a user should know about its configuration, though nothing is wrong. */
  readonly notices: readonly Issue[];
  /** Its pipelines by name, `__default__` included. */
  readonly pipelines: Readonly<Record<string, Pipeline>>;
  /** A fresh catalog, as a run would get. */
  catalog(versions?: CatalogVersions): Catalog;
  /** The store of its runs; opened (and made) when first asked for. */
  store(): EmbeddedStore;
  /** Whether a value is shown as `***`, by the keys down to it: what `tracking.params.redact` lists, and what is made of that. */
  readonly isRedacted: (path: readonly string[]) => boolean;
  /** Any text with `***` for the secrets of the configuration that are in it; `undefined` where there are none. */
  readonly mask: ((text: string) => string) | undefined;
  /**
   * What a run would be made from, without secrets, as the store keeps it: `request.json`, `configuration.json`,
   * `graph.json`, `environment.json`, `deno.lock`.
   */
  describeRun(options?: ProjectRunOptions): Promise<Readonly<Record<string, string>>>;
  /** Run it. */
  run(options?: ProjectRunOptions): Promise<RunResult>;
}
