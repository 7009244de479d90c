import type { Clock } from "../core/clock.ts";
import type { RunHandle } from "../core/run_context.ts";
import type { Node } from "../pipeline/node.ts";
import type { Hooks, RunParams } from "../hooks/hooks.ts";

/** How to run a pipeline. */
export interface RunPipelineOptions {
  /** Called along the run; the last one is called first. */
  readonly hooks?: readonly Hooks[] | undefined;
  /** How many nodes may run at once. @default {1} */
  readonly concurrency?: number | undefined;
  /**
   * Stops the run: no further node starts, and running nodes find it aborted ({@linkcode currentSignal}).
   *
   * @default {that of the run that this code is part of}
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Fails the run with the reason of this signal, at once and without waiting for its nodes: for what goes wrong outside of
   * them, such as a rejected promise that nobody awaits.
   */
  readonly failSignal?: AbortSignal | undefined;
  /** The tracked run that `logMetric` and its kin write to, or `null` for none. @default {the one that this code is part of} */
  readonly run?: RunHandle | null | undefined;
  /** The tracked run of a single node, where nodes have runs of their own. @default {that of all} */
  readonly runOf?: ((node: Node) => Promise<RunHandle>) | undefined;
  /** Passed to hooks. */
  readonly runParams?: RunParams | undefined;
  /** Run only nodes whose persistent outputs are missing, and what those need. @default {false} */
  readonly onlyMissingOutputs?: boolean | undefined;
  /**
   * Ask each free input whether it can be loaded, before the first node.
   *
   * @default {true}
   */
  readonly checkInputs?: boolean | undefined;
  /** Throw the error of a failed run; otherwise it is in the result. @default {true} */
  readonly throwOnError?: boolean | undefined;
  /** Where time comes from. @default {the clock of this machine} */
  readonly clock?: Clock | undefined;
}
