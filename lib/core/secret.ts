const BRAND: unique symbol = Symbol.for("kedge.secret/1");

/** A value that prints as `***` wherever it lands: text, JSON, logs, inspection. */
export interface Secret {
  /**
   * Marks secrets across copies of this module.
   *
   * @ignore
   */
  readonly [BRAND]: true;
  /** The value itself. Call it only where the value is needed. */
  reveal(): unknown;
  /** Always `"***"`. */
  toString(): string;
  /** Always `"***"`. */
  toJSON(): string;
}

/**
 * Hide a value from everything that prints.
 *
 * @example A secret does not leak through text or JSON
 * ```ts
 * import assert from "node:assert/strict";
 * import { secret } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const key = secret("hunter2");
 * assert.equal(`${key}`, "***");
 * assert.equal(JSON.stringify({ key }), '{"key":"***"}');
 * assert.equal(key.reveal(), "hunter2");
 * ```
 */
export function secret(value: unknown): Secret {
  const hidden = {
    [BRAND]: true as const,
    reveal: () => value,
    toString: () => "***",
    toJSON: () => "***",
    [Symbol.for("Deno.customInspect")]: () => "***",
    [Symbol.for("nodejs.util.inspect.custom")]: () => "***",
  };
  return Object.freeze(hidden);
}

/** Whether a value is a {@linkcode Secret}, made by this copy of Kedge or another. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === "object" && value !== null && BRAND in value;
}
