import { describeValue } from "../core/describe_value.ts";
import { PipelineError } from "../core/errors.ts";
import { describeIssues, type Issue } from "../core/issue.ts";
import { checkNodes } from "./_check_nodes.ts";
import { arrangeNodes } from "./_graph.ts";
import { renameNodes } from "./_rename.ts";
import { isNode, listOf, type Node, withTags } from "./node.ts";

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

/** Names to keep as they are (one, or a list), or new names by old ones. */
export type NameMapping = string | readonly string[] | Readonly<Record<string, string>>;

/** How the parts of a pipeline are named inside it. */
export interface PipelineOptions {
  /**
   * Stands in front of the names of nodes, datasets and parameters: `clean` becomes `etl.clean`, `params:rate` becomes
   * `params:etl.rate`. `parameters` (all of them) and the names given below stay out.
   */
  readonly namespace?: string | undefined;
  /** Free inputs that keep their name or get another one. A name without a format stands for all its formats. */
  readonly inputs?: NameMapping | undefined;
  /** Datasets made inside that keep their name or get another one. */
  readonly outputs?: NameMapping | undefined;
  /** Parameters that keep their name or get another one, with or without `params:`. */
  readonly parameters?: NameMapping | undefined;
  /** Tags for every node. */
  readonly tags?: string | readonly string[] | undefined;
  /** Whether `namespace` changes names of datasets and parameters, too, and not only of nodes. @default {true} */
  readonly prefixDatasetsWithNamespace?: boolean | undefined;
}

/**
 * Make a pipeline of nodes and other pipelines. The order in which they are given does not matter: who needs what decides.
 * With options, the parts are used under other names, so that one pipeline can stand in another several times.
 *
 * @throws {PipelineError} When the parts do not fit together, or names in the options are unknown; `issues` holds every
 * reason.
 * @throws {TypeError} When a part is neither a node nor a pipeline.
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
 *
 * @example One pipeline used twice
 * ```ts
 * import assert from "node:assert/strict";
 * import { node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const clean = pipeline(node({ inputs: "raw", outputs: "rows", name: "clean", run: (raw: string) => raw.trim() }));
 * const both = pipeline([
 *   pipeline(clean, { namespace: "train", inputs: "raw" }),
 *   pipeline(clean, { namespace: "test", inputs: { raw: "raw_test" } }),
 * ]);
 *
 * assert.deepEqual(both.nodes.map(({ name, inputs, outputs }) => [name, ...inputs, ...outputs]), [
 *   ["test.clean", "raw_test", "test.rows"],
 *   ["train.clean", "raw", "train.rows"],
 * ]);
 * ```
 */
export function pipeline(parts: PipelineParts, options: PipelineOptions = {}): Pipeline {
  const { namespace, inputs, outputs, parameters } = options;
  const tags = listOf(options.tags);
  const tagged = tags.length === 0 ? nodesOf(parts) : nodesOf(parts).map((node) => withTags(node, tags));
  const whole = assemble(tagged);
  if (!namespace && [inputs, outputs, parameters].every((names) => names === undefined)) return whole;
  const { nodes, issues } = renameNodes(whole, options);
  refuse(issues);
  return assemble(nodes);
}

/** Whether a value is a pipeline, made by this copy of Kedge or another. */
export function isPipeline(value: unknown): value is Pipeline {
  return typeof value === "object" && value !== null && PIPELINE_BRAND in value;
}

/** A pipeline of some nodes of another, which has been checked before. */
export function pipelineOf(nodes: readonly Node[]): Pipeline {
  return { [PIPELINE_BRAND]: true, ...arrangeNodes(nodes).arranged };
}

function assemble(nodes: readonly Node[]): Pipeline {
  const { arranged, cycles } = arrangeNodes(nodes);
  refuse([...checkNodes(nodes), ...cycles]);
  return { [PIPELINE_BRAND]: true, ...arranged };
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length === 0) return;
  throw new PipelineError(describeIssues("Cannot make the pipeline", issues), { issues });
}

function nodesOf(parts: PipelineParts): readonly Node[] {
  if (isPipeline(parts)) return parts.nodes;
  if (isNode(parts)) return [parts];
  if (!Array.isArray(parts)) return refuseParts(parts);
  return parts.flatMap((part: unknown) => {
    if (isPipeline(part)) return part.nodes;
    return isNode(part) ? [part] : refuseParts(part);
  });
}

// Modules that import each other in a circle get here, with what is not made yet.
function refuseParts(part: unknown): never {
  throw new TypeError(`A pipeline is made of nodes and pipelines: found ${describeValue(part)}`);
}
