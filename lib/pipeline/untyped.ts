/** Marks names made by {@linkcode untyped}, across copies of Kedge. */
export const UNTYPED: unique symbol = Symbol.for("kedge.untyped/1");

/** A name that no schema describes, with the type that the caller vouches for. */
export interface Untyped<Value = unknown, Name extends string = string> {
  /**
   * The name.
   *
   * @ignore
   */
  readonly [UNTYPED]: Name;
  /** Types only; never there at run time. */
  readonly value?: Value;
}

/**
 * A name for a typed node that no schema describes: one made by a pattern, or under a namespace. The type is the caller's word,
 * nothing checks it.
 *
 * @example A dataset that a pattern makes
 * ```ts
 * import assert from "node:assert/strict";
 * import { typed, untyped } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const { node } = typed({});
 * const count = node({ name: "count", inputs: [untyped<string[]>("norway_ports")], outputs: untyped("norway_count") })(
 *   (ports) => ports.length,
 * );
 *
 * assert.deepEqual(count.inputs, ["norway_ports"]);
 * ```
 */
export function untyped<Value = unknown, const Name extends string = string>(
  name: Name,
): Untyped<Value, Name> {
  return { [UNTYPED]: name };
}

/** Whether something is a name made by {@linkcode untyped}. */
export function isUntyped(value: unknown): value is Untyped {
  return typeof value === "object" && value !== null && UNTYPED in value;
}
