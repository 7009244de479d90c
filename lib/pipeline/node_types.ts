/**
 * Arguments of a function by its declared inputs: their number for a list, their keys for a map. The types of the values
 * are the function's own affair, so `never` stands for each. Inputs that are known only when the program runs say nothing.
 */
export type NodeArguments<Inputs> = [Inputs] extends [null | undefined] ? []
  : [Inputs] extends [string] ? [value: never]
  : [Inputs] extends [readonly string[]] ? { -readonly [Key in keyof Inputs]: never }
  : [Inputs] extends [Readonly<Record<string, string>>] ? [values: { readonly [Key in keyof Inputs]: never }]
  : never[];

/** Result of a function by its declared outputs: a list, an object with their keys, or anything. */
export type NodeResultOf<Outputs> = [Outputs] extends [readonly string[]] ? Streamed<readonly unknown[]>
  : [Outputs] extends [string | null | undefined] ? unknown
  : [Outputs] extends [Readonly<Record<string, string>>] ? Streamed<
      { readonly [Key in keyof Outputs]: unknown },
      { readonly [Key in keyof Outputs]?: unknown }
    >
  : unknown;

/** A value now, later, or piece by piece; what a generator returns at its end is its last piece. */
export type Streamed<Whole, Piece = Whole> =
  | Whole
  | PromiseLike<Whole>
  | Generator<Piece, Piece | void, undefined>
  | AsyncGenerator<Piece, Piece | void, undefined>;
