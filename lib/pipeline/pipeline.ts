import { PipelineError } from "../core/errors.ts";
import { describeIssues } from "../core/issue.ts";
import { checkNodes } from "./_check_nodes.ts";
import { arrangeNodes } from "./_graph.ts";
import { isNode, type Node } from "./node.ts";

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

/** What pipelines are made of. */
export type PipelineParts = Node | Pipeline | readonly (Node | Pipeline)[];

/**
 * Make a pipeline of nodes and other pipelines. The order in which they are given does not matter: who needs what decides.
 *
 * @throws {PipelineError} When the parts do not fit together; `issues` holds every reason.
 *
 * @example Two nodes
 * ```ts
 * import assert from "node:assert/strict";
 * import { node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const double = node({ inputs: "b", outputs: "c", name: "double", run: (b: number) => 2 * b });
 * const start = node({ inputs: "a", outputs: "b", name: "start", run: (a: number) => a + 1 });
 *
 * assert.deepEqual(pipeline([double, start]).nodes.map((node) => node.name), ["start", "double"]);
 * ```
 */
export function pipeline(parts: PipelineParts): Pipeline {
  const nodes = nodesOf(parts);
  const { arranged, cycles } = arrangeNodes(nodes);
  const issues = [...checkNodes(nodes), ...cycles];
  if (issues.length > 0) {
    throw new PipelineError(describeIssues("Cannot make the pipeline", issues), { issues });
  }
  return { [PIPELINE_BRAND]: true, ...arranged };
}

/** Whether a value is a pipeline, made by this copy of Kedge or another. */
export function isPipeline(value: unknown): value is Pipeline {
  return typeof value === "object" && value !== null && PIPELINE_BRAND in value;
}

/** A pipeline of some nodes of another, which has been checked before. */
export function pipelineOf(nodes: readonly Node[]): Pipeline {
  return { [PIPELINE_BRAND]: true, ...arrangeNodes(nodes).arranged };
}

/** The nodes of all parts, in the order given. */
export function nodesOf(parts: PipelineParts): readonly Node[] {
  if (isPipeline(parts)) return parts.nodes;
  if (isNode(parts)) return [parts];
  return parts.flatMap((part) => isPipeline(part) ? part.nodes : [part]);
}
