import type { BindingOptions } from "./binding.ts";
import { type Node, node, type NodeFunction, type NodeOptions } from "./node.ts";
import type { TypedBinding, TypedInputs, TypedOutputs, TypedRun, TypedSchemas } from "./typed_types.ts";
import { isUntyped, UNTYPED, type Untyped } from "./untyped.ts";

/** What makes a typed node, but for its function. At least one of `inputs` and `outputs` must be there. */
export interface TypedNodeOptions<Inputs, Outputs> extends Omit<NodeOptions, "inputs" | "outputs" | "run"> {
  /** Datasets and parameters that the function takes: one name, a list (one argument each), or a map (one object). */
  readonly inputs?: Inputs;
  /** Datasets that the function gives: one name, a list, or a map; the result has the same shape. */
  readonly outputs?: Outputs;
}

/** What {@linkcode typed} gives. */
export interface Typed<Schemas extends TypedSchemas> {
  /** As the plain `node()`, but the function is given in a second call, by when its types are known. */
  readonly node: <
    const Inputs extends TypedInputs<Schemas> = undefined,
    const Outputs extends TypedOutputs<Schemas> = undefined,
  >(
    options: TypedNodeOptions<Inputs, Outputs>,
  ) => TypedRun<Schemas, Inputs, Outputs, Node>;
}

/**
 * `node()` for datasets and parameters with schemas: the arguments of a function have the types that its inputs have by their
 * schemas, and the result must have those of its outputs. A name without a schema, a wrong type and a missing output do
 * not compile; {@linkcode untyped} lets other names in. Give the same schemas to `defineProject({ schemas })`, which checks
 * values by them when the pipeline runs.
 *
 * @example Types from schemas
 * ```ts
 * import assert from "node:assert/strict";
 * import { z } from "npm:zod@4.6.7";
 * import { typed } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const Penguins = z.array(z.object({ species: z.string(), mass: z.number() }));
 * const { node } = typed({ raw: Penguins, heavy: Penguins, "params:min_mass": z.number() });
 *
 * const keepHeavy = node({ name: "keep_heavy", inputs: ["raw", "params:min_mass"], outputs: "heavy" })(
 *   (rows, minMass) => rows.filter(({ mass }) => mass >= minMass),
 * );
 *
 * assert.deepEqual(keepHeavy.outputs, ["heavy"]);
 * ```
 */
export function typed<const Schemas extends TypedSchemas>(_schemas: Schemas): Typed<Schemas> {
  return {
    node: <Inputs extends Names, Outputs extends Names>(
      { inputs, outputs, ...options }: TypedNodeOptions<Inputs, Outputs>,
    ) =>
    (run: unknown) =>
      node<BindingOptions, BindingOptions>({
        ...options,
        inputs: plainNames(inputs),
        outputs: plainNames(outputs),
        // What it takes and gives has been checked by the types above, more closely than node() would.
        run: run as NodeFunction,
      }),
  };
}

type Names = TypedBinding<string>;

function plainNames(names: Names): BindingOptions {
  if (names === undefined) return undefined;
  if (typeof names === "string" || isUntyped(names)) return plainName(names);
  if (isList(names)) return names.map(plainName);
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, plainName(name)]));
}

function plainName(name: string | Untyped): string {
  return typeof name === "string" ? name : name[UNTYPED];
}

// `Array.isArray` does not narrow a readonly list out of the union.
function isList(names: Exclude<Names, undefined>): names is readonly (string | Untyped)[] {
  return Array.isArray(names);
}
