/** Any value that JSON can hold. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** Whether a value is an object literal (or made without a prototype), so neither a list, a class instance nor null. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** JSON of a value, as `JSON.stringify`; a whole number too large for a number is written out instead of refused. */
export function toJsonText(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner: unknown) => typeof inner === "bigint" ? rawJson(inner) : inner);
}

// Known to every engine that Deno has, not yet to its types.
function rawJson(value: bigint): unknown {
  return (JSON as { readonly rawJSON?: (text: string) => unknown }).rawJSON?.(String(value)) ?? String(value);
}
