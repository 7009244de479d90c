import type { Catalog } from "../catalog/catalog.ts";
import type { ConfigObject } from "../core/config_value.ts";
import type { JsonObject } from "../core/json.ts";
import type { Node } from "../pipeline/node.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/** How a run was asked for: Kedro's `run_params`. Plain data. */
export interface RunParams {
  /** Id of the tracked run, or a fresh id when untracked. */
  readonly runId: string;
  /** Name of the run. */
  readonly runName: string;
  /** Folder of the project, or `undefined` without one. */
  readonly projectPath: string | undefined;
  /** Environment. */
  readonly env: string | undefined;
  /** Version of Kedge. */
  readonly kedgeVersion: string;
  /** Names of the pipelines that run. */
  readonly pipelineNames: readonly string[];
  /** How the pipeline was cut: only the filters that were given. */
  readonly selection: JsonObject;
  /** Parameters given for this run only. */
  readonly runtimeParams: ConfigObject;
  /** `sequential` or `concurrent`. */
  readonly runner: string;
}

/** Given to the hooks around a node. */
export interface NodeEvent {
  /** The node. */
  readonly node: Node;
  /** The catalog of the run. */
  readonly catalog: Catalog;
  /** Loaded values by dataset name. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Id of the run. */
  readonly runId: string;
}

/** Given to the hooks around a load or save. */
export interface DatasetEvent {
  /** Name of the dataset. */
  readonly datasetName: string;
  /** The node that loads or saves it. */
  readonly node: Node;
}

/** Given to the hooks around a run. */
export interface PipelineEvent {
  /** How the run was asked for. */
  readonly runParams: RunParams;
  /** What runs. */
  readonly pipeline: Pipeline;
  /** The catalog of the run. */
  readonly catalog: Catalog;
}

/** What most hooks return: nothing, or a promise that the run waits for. */
export type Wait = void | Promise<void>;

/**
 * Functions called along the life of a run, all optional, in Kedro's order. They are awaited one after another, the hooks
 * object registered last first. A hook that throws fails the run. The objects of events are not to be changed.
 */
export interface Hooks {
  /** Shown in messages about this object. */
  readonly name?: string | undefined;
  /** The project has been opened. */
  afterContextCreated?(event: { readonly context: unknown }): Wait;
  /** The catalog of the run has been made. */
  afterCatalogCreated?(event: { readonly catalog: Catalog; readonly parameters: ConfigObject }): Wait;
  /** Before the first node. */
  beforePipelineRun?(event: PipelineEvent): Wait;
  /** Before an input is loaded; parameters too. */
  beforeDatasetLoaded?(event: DatasetEvent): Wait;
  /** After an input was loaded. */
  afterDatasetLoaded?(event: DatasetEvent & { readonly data: unknown }): Wait;
  /** Before the function is called; what it returns replaces inputs by dataset name. */
  beforeNodeRun?(
    event: NodeEvent,
  ): void | Readonly<Record<string, unknown>> | Promise<void | Readonly<Record<string, unknown>>>;
  /** After the function returned, before anything is saved. `outputs` is empty when it yields its outputs piece by piece. */
  afterNodeRun?(event: NodeEvent & { readonly outputs: Readonly<Record<string, unknown>> }): Wait;
  /** Before an output is saved. */
  beforeDatasetSaved?(event: DatasetEvent & { readonly data: unknown }): Wait;
  /** After an output was saved. */
  afterDatasetSaved?(event: DatasetEvent & { readonly data: unknown }): Wait;
  /** After the outputs of a node were saved: the node is done. Kedro has no such event. */
  afterNodeDone?(event: NodeEvent): Wait;
  /** After a dataset was let go, as no node of the run needs it any more. Kedro has no such event. */
  afterDatasetReleased?(event: DatasetEvent): Wait;
  /** The function threw. Errors while loading or saving reach `onPipelineError` only, as in Kedro. */
  onNodeError?(event: NodeEvent & { readonly error: unknown }): Wait;
  /** After the last node. */
  afterPipelineRun?(event: PipelineEvent & { readonly outputs: Readonly<Record<string, unknown>> }): Wait;
  /** The run failed or was stopped. */
  onPipelineError?(event: PipelineEvent & { readonly error: unknown }): Wait;
}
