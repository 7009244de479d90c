/**
 * How a node ended: `stopped` when the run was stopped while it ran, `skipped` when its outputs were there already,
 * `not_run` when the run ended before it.
 */
export type NodeStatus = "done" | "failed" | "stopped" | "skipped" | "not_run";

/** What became of one node. */
export interface NodeResult {
  /** Name of the node. */
  readonly name: string;
  /** How it ended. */
  readonly status: NodeStatus;
  /** When its first input began to load, in milliseconds since 1970; absent when it did not run. */
  readonly started?: number | undefined;
  /** Milliseconds until its last output was saved, or until it failed; absent when it did not run. */
  readonly duration?: number | undefined;
}

/** What became of a run of a pipeline. */
export interface PipelineResult {
  /** `killed` when it was stopped by its signal. */
  readonly status: "finished" | "failed" | "killed";
  /** Every node of the pipeline, in order. */
  readonly nodes: readonly NodeResult[];
  /** Values of the free outputs that are kept in memory; the others are in the catalog. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** When it began, in milliseconds since 1970. */
  readonly started: number;
  /** Milliseconds. */
  readonly duration: number;
  /** What went wrong: a {@linkcode NodeError}, {@linkcode DatasetError}, or the reason of the signal. */
  readonly error?: unknown;
  /** What hooks threw when they were told of the failure. */
  readonly hookErrors?: readonly unknown[] | undefined;
  /** Names of the nodes to start from to go on (`--from-nodes`); empty when nothing is to be gained. */
  readonly resumeFrom: readonly string[];
}
