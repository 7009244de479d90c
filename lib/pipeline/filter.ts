import { PipelineError } from "../core/errors.ts";
import type { Pipeline } from "./pipeline.ts";
import { selectNodes } from "./select.ts";

/**
 * Which nodes of a pipeline to keep: those that every given filter keeps, each applied to the whole pipeline.
 * Fields as in Kedro's `Pipeline.filter`.
 */
export interface PipelineFilter {
  /** Nodes with any of these tags. */
  readonly tags?: readonly string[] | undefined;
  /** These nodes and all that come after them. */
  readonly fromNodes?: readonly string[] | undefined;
  /** These nodes and all that come before them. */
  readonly toNodes?: readonly string[] | undefined;
  /** These nodes. */
  readonly nodeNames?: readonly string[] | undefined;
  /** Nodes that need these datasets, and all that come after them. */
  readonly fromInputs?: readonly string[] | undefined;
  /** Nodes that are needed to make these datasets. */
  readonly toOutputs?: readonly string[] | undefined;
  /** Nodes in these namespaces or below. */
  readonly nodeNamespaces?: readonly string[] | undefined;
}

/**
 * The part of a pipeline that a run should do. An empty list is no condition, and keeping nothing is an error, since it is
 * what somebody asked for on a command line; {@linkcode selectNodes} takes both at their word.
 *
 * @throws {PipelineError} When a name is unknown or no node is left.
 *
 * @example The nodes after one node that have a tag
 * ```ts
 * import assert from "node:assert/strict";
 * import { filterPipeline, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const all = pipeline([
 *   node({ name: "one", inputs: "a", outputs: "b", tags: "quick", run: increase }),
 *   node({ name: "two", inputs: "b", outputs: "c", tags: "slow", run: increase }),
 *   node({ name: "three", inputs: "c", outputs: "d", tags: "quick", run: increase }),
 * ]);
 *
 * const part = filterPipeline(all, { fromNodes: ["two"], tags: ["quick"] });
 * assert.deepEqual(part.nodes.map((node) => node.name), ["three"]);
 * ```
 */
export function filterPipeline(pipeline: Pipeline, filter: PipelineFilter): Pipeline {
  const conditions = Object.entries(filter).filter(([, names]) => names !== undefined && names.length > 0);
  const part = selectNodes(pipeline, Object.fromEntries(conditions));
  if (part.nodes.length === 0) {
    const given = conditions.map(([field, names]) => `${field} ${names.join(", ")}`).join("; ");
    throw new PipelineError(
      `Cannot filter the pipeline: no nodes are left${given === "" ? "" : ` of ${given}`}`,
      {
        issues: [{ code: "pipeline.empty", message: "No nodes are left" }],
      },
    );
  }
  return part;
}
