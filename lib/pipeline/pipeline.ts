import type { Node } from "./node.ts";

/** Marks pipelines across copies of Kedge. */
export const PIPELINE_BRAND: unique symbol = Symbol.for("kedge.pipeline/1");

/** Nodes in an order in which they can run, and how they hang together. Immutable. */
export interface Pipeline {
  /**
   * Marks pipelines across copies of Kedge.
   *
   * @ignore
   */
  readonly [PIPELINE_BRAND]: true;
  /** The nodes, level by level, by name inside a level. */
  readonly nodes: readonly Node[];
  /** Indices into `nodes`. */
  readonly graph: PipelineGraph;
}

/** Who makes what and who needs it, by index of the node. Datasets are named without their transcoding (`name@csv`). */
export interface PipelineGraph {
  /** Nodes that must be done before node `i`: `parents[i]`. */
  readonly parents: readonly (readonly number[])[];
  /** Nodes that wait for node `i`: `children[i]`. */
  readonly children: readonly (readonly number[])[];
  /** The node that makes a dataset. */
  readonly producer: ReadonlyMap<string, number>;
  /** The nodes that read a dataset. */
  readonly consumers: ReadonlyMap<string, readonly number[]>;
}
