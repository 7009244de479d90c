/** A flag that takes one text: `--name X`. */
export interface TextFlag {
  readonly kind: "parsed";
  readonly parse: (input: string) => string;
  readonly optional: true;
  readonly brief: string;
  readonly placeholder: string;
}

/** A flag that takes texts and may be given again and again. */
export interface TextsFlag extends TextFlag {
  readonly variadic: true;
}

/** A flag that is there or not. */
export interface SwitchFlag {
  readonly kind: "boolean";
  readonly optional: true;
  readonly withNegated: false;
  readonly brief: string;
}

/** A flag that takes one text. */
export function textFlag(placeholder: string, brief: string): TextFlag {
  return { kind: "parsed", parse: (input) => input, optional: true, brief, placeholder };
}

/** A flag that takes texts and may be given again and again. */
export function textsFlag(placeholder: string, brief: string): TextsFlag {
  return { ...textFlag(placeholder, brief), variadic: true };
}

/** A flag that is there or not. */
export function switchFlag(brief: string): SwitchFlag {
  return { kind: "boolean", optional: true, withNegated: false, brief };
}
