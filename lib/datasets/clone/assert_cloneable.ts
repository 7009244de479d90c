import { describePath } from "../../core/describe_value.ts";
import { isPlainObject } from "../../core/json.ts";

type Path = readonly (string | number)[];

/**
 * Check that a structured clone is the same as the value: V8 drops what functions and symbols are, and makes plain objects of
 * instances without a word.
 *
 * @throws {TypeError} Naming the path of what would be lost.
 */
export function assertCloneable(value: unknown): void {
  visit(value, [], new Set());
}

function visit(value: unknown, path: Path, seen: Set<unknown>): void {
  if (typeof value === "function" || typeof value === "symbol") throw refusal(path, `a ${typeof value}`);
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (Array.isArray(value)) value.forEach((item, index) => visit(item, [...path, index], seen));
  else if (value instanceof Map) {
    for (const [key, item] of value) {
      visit(key, [...path, "(key)"], seen);
      visit(item, [...path, String(key)], seen);
    }
  } else if (value instanceof Set) { for (const item of value) visit(item, [...path, "(item)"], seen); }
  else if (isPlainObject(value)) {
    for (const [key, item] of Object.entries(value)) visit(item, [...path, key], seen);
  } else if (!isKnown(value)) throw refusal(path, `an instance of ${value.constructor?.name ?? "a class"}`);
}

function isKnown(value: object): boolean {
  return value instanceof Date || value instanceof RegExp || value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value) || Object.getPrototypeOf(Object.getPrototypeOf(value)) === Error.prototype ||
    Object.getPrototypeOf(value) === Error.prototype;
}

function refusal(path: Path, found: string): TypeError {
  const place = path.length === 0 ? "the value" : describePath(path);
  return new TypeError(`Cannot save as a clone: ${place} is ${found}, which would be lost`);
}
