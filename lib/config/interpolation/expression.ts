/** Text with `${...}` in it, cut into pieces: what is written as it is, and what stands for something else. */
export type Template = readonly (string | Expression)[];

/** What one `${...}` says. */
export type Expression = Reference | Call;

/** Another value of the same configuration: `${a.b[0]}`, `${.sibling}`. */
export interface Reference {
  /** Tells the kinds of expression apart. */
  readonly kind: "reference";
  /** How many dots it begins with: none counts from the top, one from the map or list it stands in. */
  readonly up: number;
  /** Keys down to the value. A key that is itself interpolated may stand for several, with dots between. */
  readonly keys: readonly Template[];
  /** As it was written. */
  readonly written: string;
}

/** What a function gives: `${globals:bucket, default}`. */
export interface Call {
  /** Tells the kinds of expression apart. */
  readonly kind: "call";
  /** Name of the function. */
  readonly resolver: string;
  /** What it is given. */
  readonly args: readonly Argument[];
  /** As it was written. */
  readonly written: string;
}

/** What a function is given. */
export type Argument =
  | { readonly kind: "scalar"; readonly value: null | boolean | number | bigint | string }
  | { readonly kind: "template"; readonly template: Template; readonly isText: boolean }
  | { readonly kind: "list"; readonly items: readonly Argument[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [key: string, value: Argument])[] };
