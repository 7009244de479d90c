import type { StandardSchema } from "../core/standard_schema.ts";
import type { Streamed } from "./node_types.ts";
import type { Untyped } from "./untyped.ts";

/** Schemas by name of a dataset, `params:a.b` or `parameters`. */
export type TypedSchemas = Readonly<Record<string, StandardSchema>>;

/** What a schema makes of a value: what a node gets. */
export type OutputOf<Schema> = Schema extends { readonly "~standard": { readonly types?: infer Types } }
  ? NonNullable<Types> extends { readonly output: infer Output } ? Output : unknown
  : unknown;

/** What a schema takes: what a node gives. */
export type InputOf<Schema> = Schema extends { readonly "~standard": { readonly types?: infer Types } }
  ? NonNullable<Types> extends { readonly input: infer Input } ? Input : unknown
  : unknown;

/** What a typed node may take: nothing, a name, a list, or some by key. */
export type TypedInputs<Schemas extends TypedSchemas> = TypedBinding<keyof Schemas & string>;

/** What a typed node may give: as {@linkcode TypedInputs}, but no parameters. */
export type TypedOutputs<Schemas extends TypedSchemas> = TypedBinding<
  Exclude<keyof Schemas & string, "parameters" | `params:${string}`>
>;

/** Names with schemas, or made by `untyped()`: none, one, a list, or some by key. */
export type TypedBinding<Name extends string> =
  | undefined
  | Name
  | Untyped
  | readonly (Name | Untyped)[]
  | { readonly [key: string]: Name | Untyped };

/** What is loaded under a name. */
export type Loaded<Schemas extends TypedSchemas, Name> = Name extends keyof Schemas ? OutputOf<Schemas[Name]>
  : Name extends Untyped<infer Value> ? Value
  : never;

/** What is saved under a name. */
export type Saved<Schemas extends TypedSchemas, Name> = Name extends keyof Schemas ? InputOf<Schemas[Name]>
  : Name extends Untyped<infer Value> ? Value
  : never;

/** The arguments of the function of a typed node. */
export type TypedArguments<Schemas extends TypedSchemas, Inputs> = [Inputs] extends [undefined] ? []
  : [Inputs] extends [string | Untyped] ? [value: Loaded<Schemas, Inputs>]
  : [Inputs] extends [infer List extends readonly unknown[]]
    ? { -readonly [Key in keyof List]: Loaded<Schemas, List[Key]> }
  : [values: { readonly [Key in keyof Inputs]: Loaded<Schemas, Inputs[Key]> }];

/** What the function of a typed node gives: at once, later, or piece by piece. */
export type TypedResult<Schemas extends TypedSchemas, Outputs> = [Outputs] extends [undefined] ? unknown
  : [Outputs] extends [string | Untyped] ? Streamed<Saved<Schemas, Outputs>>
  : [Outputs] extends [readonly unknown[]]
    ? Streamed<{ readonly [Key in keyof Outputs]: Saved<Schemas, Outputs[Key]> }>
  : Streamed<
    { readonly [Key in keyof Outputs]: Saved<Schemas, Outputs[Key]> },
    { readonly [Key in keyof Outputs]?: Saved<Schemas, Outputs[Key]> }
  >;

/** Takes the function of a typed node, and makes the node. */
export type TypedRun<Schemas extends TypedSchemas, Inputs, Outputs, Made> = [Outputs] extends
  [undefined | string | Untyped | readonly unknown[]]
  ? (run: (...args: TypedArguments<Schemas, Inputs>) => TypedResult<Schemas, Outputs>) => Made
  : <Run extends (...args: TypedArguments<Schemas, Inputs>) => TypedResult<Schemas, Outputs>>(
    run: Run & NoOthers<ReturnType<Run>, keyof Outputs>,
  ) => Made;

/** Of a map of outputs, that no other key is in it, which a compiler does not look for in what functions give. */
export type NoOthers<Result, Known extends PropertyKey> = [Exclude<ResultKeys<Result>, Known>] extends [never]
  ? unknown
  : {
    readonly [Key in Exclude<ResultKeys<Result>, Known> & string as `${Key} is not among the outputs`]: never;
  };

/** The keys of a map that comes now, later, or piece by piece. */
export type ResultKeys<Result> = Result extends PromiseLike<infer Value> ? ResultKeys<Value>
  : Result extends Generator<infer Piece, infer Last> ? ResultKeys<Piece | Last>
  : Result extends AsyncGenerator<infer Piece, infer Last> ? ResultKeys<Piece | Last>
  : Result extends void ? never
  : keyof Result;
