import { didYouMean } from "../core/suggest.ts";
import type { Node } from "../pipeline/node.ts";

/** The arguments of a node's function, of the values of its inputs in order. */
export function bindArguments(node: Node, values: readonly unknown[]): readonly unknown[] {
  if (node.inputBinding.kind !== "map") return values;
  return [Object.fromEntries(Object.keys(node.inputBinding.names).map((key, k) => [key, values[k]]))];
}

/** The values of a node's outputs in order, of what its function returned. Throws a `TypeError` when they do not fit. */
export function bindResult(node: Node, result: unknown): readonly unknown[] {
  const { outputBinding: binding } = node;
  switch (binding.kind) {
    case "none":
      return NOTHING;
    case "one":
      return checkValues(node, [result]);
    case "list":
      return checkValues(node, listValues(binding.names, result));
    case "map":
      return checkValues(node, mapValues(Object.keys(binding.names), result));
    default:
      return binding satisfies never;
  }
}

/**
 * The values of a piece that a generator yielded or returned, in the order of the outputs; `undefined` for those that are not in it.
 * A map may hold some of the outputs. Throws a `TypeError` when they do not fit.
 */
export function bindPiece(node: Node, piece: unknown): readonly unknown[] {
  if (node.outputBinding.kind !== "map") return bindResult(node, piece);
  const keys = Object.keys(node.outputBinding.names);
  const values = mapValues(keys, piece, { isWhole: false });
  keys.forEach((key, k) => {
    if (values[k] === undefined && Object.hasOwn(piece as object, key)) throw noValue(node, k);
  });
  return values;
}

/** Throw a `TypeError` for the outputs that a generator left out. */
export function requireAll(missing: ReadonlySet<string>): void {
  if (missing.size === 0) return;
  const names = [...missing].map((name) => `"${name}"`).join(", ");
  throw mismatch(`Every output must be yielded or returned by the end: ${names} never was`);
}

const NOTHING: readonly unknown[] = [];

// It is about what the function gave, and was not thrown in it: a stack of Kedge's own frames would lead nowhere.
function mismatch(message: string): TypeError {
  const error = new TypeError(message);
  error.stack = String(error);
  return error;
}

function listValues(names: readonly string[], result: unknown): readonly unknown[] {
  const wanted = `The result must be a list of ${names.length} (${names.join(", ")})`;
  if (!Array.isArray(result)) throw mismatch(`${wanted}: found ${kindOf(result)}`);
  if (result.length !== names.length) throw mismatch(`${wanted}: found a list of ${result.length}`);
  return result;
}

function mapValues(
  keys: readonly string[],
  result: unknown,
  { isWhole }: { readonly isWhole: boolean } = { isWhole: true },
): readonly unknown[] {
  const names = keys.map((key) => `"${key}"`).join(", ");
  const wanted = isWhole
    ? `The result must be an object with ${names}`
    : `A piece must be an object with some of ${names}`;
  if (typeof result !== "object" || result === null || Array.isArray(result)) {
    throw mismatch(`${wanted}: found ${kindOf(result)}`);
  }
  const values = result as Record<string, unknown>;
  const missing = isWhole ? keys.filter((key) => !Object.hasOwn(values, key)) : [];
  const extra = Object.keys(values).filter((key) => !keys.includes(key));
  if (missing.length + extra.length === 0) return keys.map((key) => values[key]);
  const problems = [
    ...missing.map((key) => `"${key}" is missing`),
    ...extra.map((key) => `"${key}" is not among its outputs${didYouMean(key, isWhole ? missing : keys)}`),
  ];
  throw mismatch(`${wanted}: ${problems.join("; ")}`);
}

// Most often `undefined` means that a function forgot to return.
function checkValues(node: Node, values: readonly unknown[]): readonly unknown[] {
  const empty = values.indexOf(undefined);
  if (empty === -1) return values;
  throw noValue(node, empty);
}

function noValue(node: Node, k: number): TypeError {
  return mismatch(
    `The result must have a value for "${node.outputs[k]}" (null is one): found undefined`,
  );
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? "a list" : `${typeof value === "object" ? "an" : "a"} ${typeof value}`;
}

/** The values of a node's inputs with those that hooks replaced, by name. Throws a `TypeError` for names it does not have. */
export function replaceInputs(
  node: Node,
  values: readonly unknown[],
  replaced: Readonly<Record<string, unknown>> | undefined,
): readonly unknown[] {
  if (replaced === undefined) return values;
  for (const name of Object.keys(replaced)) {
    if (node.inputs.includes(name)) continue;
    throw new TypeError(
      `Hook beforeNodeRun() replaced an input that the node does not have: "${name}"${
        didYouMean(name, node.inputs)
      }`,
    );
  }
  return node.inputs.map((name, k) => Object.hasOwn(replaced, name) ? replaced[name] : values[k]);
}
