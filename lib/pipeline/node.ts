import { describeValue } from "../core/describe_value.ts";
import { PipelineError } from "../core/errors.ts";
import { describeIssues, type Issue } from "../core/issue.ts";
import { checkNode } from "./_check_node.ts";
import { type Binding, bindingNames, type BindingOptions, parseBinding } from "./binding.ts";
import { defaultNodeName } from "./_default_name.ts";
import type { NodeArguments, NodeResultOf } from "./node_types.ts";

/** Marks nodes across copies of Kedge. */
export const NODE_BRAND: unique symbol = Symbol.for("kedge.node/1");

/**
 * The function of a node. `never` lets any function in, whatever its parameters; the runner gives it the values of the
 * declared inputs.
 */
export type NodeFunction = (...args: never[]) => unknown;

/** A function, the datasets it takes and the datasets it gives. */
export interface Node {
  /**
   * Marks nodes across copies of Kedge.
   *
   * @ignore
   */
  readonly [NODE_BRAND]: true;
  /** Full name, with the namespace in front: `etl.clean`. Unique in a pipeline. */
  readonly name: string;
  /** Namespace, dotted, or `undefined` at the top. */
  readonly namespace: string | undefined;
  /** Names of the inputs, flat, in the order declared; a name may stand twice. */
  readonly inputs: readonly string[];
  /** Names of the outputs, flat, in the order declared. */
  readonly outputs: readonly string[];
  /** How inputs become arguments. */
  readonly inputBinding: Binding;
  /** How the result becomes outputs. */
  readonly outputBinding: Binding;
  /** Tags, sorted. */
  readonly tags: readonly string[];
  /** Datasets to confirm when the node has succeeded. */
  readonly confirms: readonly string[];
  /** What it does. */
  readonly run: NodeFunction;
}

/** What makes a node. At least one of `inputs` and `outputs` must be there. */
export interface NodeOptions<
  Inputs extends BindingOptions = BindingOptions,
  Outputs extends BindingOptions = BindingOptions,
> {
  /**
   * Letters, digits, `_`, `-` and `.`; unique in a pipeline.
   *
   * @default {the name of the function; for a function without one, its outputs: `train-test`}
   */
  readonly name?: string | undefined;
  /**
   * Datasets and parameters that the function takes: one name, a list (one argument each), or a map (one object argument
   * with these keys).
   */
  readonly inputs?: Inputs | undefined;
  /**
   * Datasets that the function gives: one name (the result), a list (the result is a list of this length), or a map (the
   * result is an object with these keys). Without outputs the result is dropped.
   */
  readonly outputs?: Outputs | undefined;
  /**
   * The function; it may be asynchronous. Values are handed over as they are, so do not change inputs: other nodes may hold
   * them too. Of a function that returns a generator, each piece it yields is saved when it is yielded, and what it returns at
   * its end. With a map of outputs a piece may hold some of them; by the end each must have been there.
   */
  readonly run: (...args: NodeArguments<Inputs>) => NodeResultOf<Outputs>;
  /** Words to select nodes by. */
  readonly tags?: string | readonly string[] | undefined;
  /** Dotted name of the group it belongs to; stands in front of its name. Names of datasets stay as written. */
  readonly namespace?: string | undefined;
  /** Incremental datasets to confirm when the node has succeeded. */
  readonly confirms?: string | readonly string[] | undefined;
}

/**
 * Make a node: a function, what it takes and what it gives.
 *
 * @throws {PipelineError} When something about it is wrong; `issues` holds all of it.
 * @throws {TypeError} When something is not of its type, which the compiler sees as well.
 *
 * @example A node with a parameter
 * ```ts
 * import assert from "node:assert/strict";
 * import { node } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const keepHeavy = node({
 *   name: "keep_heavy",
 *   inputs: ["penguins", "params:min_mass"],
 *   outputs: "heavy_penguins",
 *   run: (rows: { mass: number }[], minMass: number) => rows.filter((row) => row.mass >= minMass),
 * });
 *
 * assert.equal(keepHeavy.name, "keep_heavy");
 * assert.deepEqual(keepHeavy.inputs, ["penguins", "params:min_mass"]);
 * ```
 */
export function node<
  const Inputs extends BindingOptions = undefined,
  const Outputs extends BindingOptions = undefined,
>(options: NodeOptions<Inputs, Outputs>): Node {
  const { namespace, run } = options;
  if (typeof run !== "function") {
    throw new TypeError(`Cannot make a node of what is no function: found ${describeValue(run)}`);
  }
  const inputBinding = parseBinding(options.inputs);
  const outputBinding = parseBinding(options.outputs);
  const inputs = bindingNames(inputBinding);
  const outputs = bindingNames(outputBinding);
  const ownName = options.name ?? defaultNodeName(run, inputs, outputs);
  const made: Node = {
    [NODE_BRAND]: true,
    name: namespace ? `${namespace}.${ownName}` : ownName,
    namespace: namespace || undefined,
    inputs,
    outputs,
    inputBinding,
    outputBinding,
    tags: sortedTags(listOf(options.tags)),
    confirms: listOf(options.confirms),
    // The checks of the parameters are the compiler's; here any function will do.
    run: run as NodeFunction,
  };
  const issues = checkNode(made);
  if (issues.length > 0) throw nodeError(made.name, issues);
  return made;
}

/** Whether a value is a node, made by this copy of Kedge or another. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && NODE_BRAND in value;
}

/** The same node with more tags. */
export function withTags(node: Node, tags: readonly string[]): Node {
  const tagged = { ...node, tags: sortedTags([...node.tags, ...tags]) };
  const issues = checkNode(tagged);
  if (issues.length > 0) throw nodeError(node.name, issues);
  return tagged;
}

/** Tags without repetition, sorted. */
function sortedTags(tags: readonly string[]): readonly string[] {
  return tags.length < 2 ? tags : [...new Set(tags)].sort();
}

/** One name or several, as a list. */
export function listOf(names: string | readonly string[] | undefined): readonly string[] {
  if (names === undefined) return [];
  return typeof names === "string" ? [names] : [...names];
}

function nodeError(name: string, issues: readonly Issue[]): PipelineError {
  return new PipelineError(describeIssues(`Cannot make node "${name}"`, issues), { issues });
}
