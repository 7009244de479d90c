/** How a node ended. */
export type NodeStatus = "done" | "failed" | "not_run";

/** What became of one node. */
export interface NodeResult {
  /** Name of the node. */
  readonly name: string;
  /** How it ended. */
  readonly status: NodeStatus;
  /** When its first input began to load, in milliseconds since 1970; absent when it did not run. */
  readonly started?: number | undefined;
  /** Milliseconds until its last output was saved; absent when it did not run. */
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
  /** Names of the nodes to start from to go on (`--from-nodes`); empty when nothing is to be gained. */
  readonly resumeFrom: readonly string[];
}
