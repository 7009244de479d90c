/** What a field of a filter belongs to. */
export type FieldKind = "attribute" | "metric" | "param" | "tag" | "dataset";

/** Something that can be searched: `metrics.loss` is of kind `metric` with the key `loss`. */
export interface Field {
  /** What it belongs to. */
  readonly kind: FieldKind;
  /** Its name; of attributes the one that the vocabulary uses. */
  readonly key: string;
}

/** How a field is compared. */
export type Comparison =
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "LIKE"
  | "ILIKE"
  | "IN"
  | "NOT IN"
  | "IS NULL"
  | "IS NOT NULL";

/** One condition of a filter; all of them must hold. */
export interface Condition {
  /** What is compared. */
  readonly field: Field;
  /** How. */
  readonly comparison: Comparison;
  /** With what: a list after `IN`, nothing after `IS NULL`. */
  readonly value?: string | number | readonly string[] | undefined;
}

/** By what to order, and which way. What lacks the field comes last either way. */
export interface Order {
  /** By what. */
  readonly field: Field;
  /** From the greatest down. */
  readonly descending: boolean;
}
