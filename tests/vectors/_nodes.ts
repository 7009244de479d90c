import type { BindingOptions } from "../../lib/pipeline/binding.ts";
import { type Node, node } from "../../lib/pipeline/node.ts";

/** A node as the recorded cases write it. */
export interface NodeInput {
  readonly name: string;
  readonly func?: string;
  readonly inputs: BindingOptions;
  readonly outputs: BindingOptions;
  readonly tags?: string | readonly string[];
  readonly namespace?: string;
  readonly confirms?: string | readonly string[];
}

/** Nodes of recorded cases, with functions of their library. */
export function makeNodes(inputs: readonly NodeInput[]): readonly Node[] {
  return inputs.map(({ func = "identity", ...options }) => {
    const call = functionOf(func);
    // The library takes values in order; a map of inputs comes as one object in the order written.
    const isMap = typeof options.inputs === "object" && options.inputs !== null &&
      !Array.isArray(options.inputs);
    return node({ ...options, run: isMap ? (values: object) => call(...Object.values(values)) : call });
  });
}

type LibraryFunction = (...values: unknown[]) => unknown;

/** The function library of the cases' README. */
function functionOf(func: string): LibraryFunction {
  const [name, argument = ""] = splitOnce(func, ":");
  switch (name) {
    case "identity":
      return (...values) => values[0];
    case "add":
      return (...values) => sum(values);
    case "concat":
      return (...values) => values.join("");
    case "const":
      return () => JSON.parse(argument);
    case "fail":
      return () => {
        throw new Error(argument);
      };
    case "split2":
      return (...values) => halves(values[0] as unknown[]);
    case "split_map": {
      return (list) => {
        const [left, right] = halves(list as unknown[]);
        return { left, right };
      };
    }
    case "sum_list":
      return (list) => sum(list as unknown[]);
    case "none":
      return () => null;
    case "yield":
      return function* () {
        yield* JSON.parse(argument) as unknown[];
      };
    default:
      throw new TypeError(`The library has no function "${func}"`);
  }
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((total, value) => total + Number(value), 0);
}

function halves(list: readonly unknown[]): readonly unknown[][] {
  const middle = Math.floor(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
