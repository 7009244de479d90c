import type { BindingOptions } from "./binding.ts";

/**
 * Arguments of a function by its declared inputs: their number for a list, their keys for a map. The types of the values
 * are the function's own affair, so `never` stands for each.
 */
export type NodeArguments<Inputs> = BindingOptions extends Inputs ? never[]
  : Inputs extends string ? [value: never]
  : Inputs extends readonly string[] ? { -readonly [Key in keyof Inputs]: never }
  : Inputs extends Readonly<Record<string, string>> ? [values: { readonly [Key in keyof Inputs]: never }]
  : [];

/** Result of a function by its declared outputs: a list, an object with their keys, or anything. */
export type NodeResultOf<Outputs> = BindingOptions extends Outputs ? unknown
  : Outputs extends string ? unknown
  : Outputs extends readonly string[] ? Streamed<readonly unknown[]>
  : Outputs extends Readonly<Record<string, string>> ? Streamed<{ readonly [Key in keyof Outputs]: unknown }>
  : unknown;

/** A value now, later, or piece by piece. */
export type Streamed<T> =
  | T
  | PromiseLike<T>
  | Generator<T, unknown, undefined>
  | AsyncGenerator<T, unknown, undefined>;
