/** Marks nodes across copies of Kedge. */
export const NODE_BRAND: unique symbol = Symbol.for("kedge.node/1");

/** Which datasets a function takes or gives, and in what shape. */
export type Binding =
  | { readonly kind: "none" }
  /** One dataset: the argument, or the result as it is. */
  | { readonly kind: "one"; readonly name: string }
  /** Several: one argument each, or a list as the result. */
  | { readonly kind: "list"; readonly names: readonly string[] }
  /** Several by key: one object argument, or an object as the result. */
  | { readonly kind: "map"; readonly names: Readonly<Record<string, string>> };

/** How users write a {@linkcode Binding}: nothing, a name, a list of names, or names by key. */
export type BindingOptions = null | undefined | string | readonly string[] | Readonly<Record<string, string>>;

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
