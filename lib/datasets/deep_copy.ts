import { isPlainObject } from "../core/json.ts";
import { setOwn } from "./own_property.ts";

/**
 * A copy of plain data, all the way down: lists, maps, dates, `Map`, `Set` and arrays of bytes or numbers. What is none of
 * these (class instances, functions, streams) is shared, as a copy of it would be something else.
 */
export function deepCopy<T>(value: T): T {
  // A copy has the type of what was copied, part by part.
  return copy(value, new Map()) as T;
}

function copy(value: unknown, copies: Map<unknown, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: unknown[] = new Array(value.length);
    copies.set(value, list);
    value.forEach((item, index) => list[index] = copy(item, copies));
    return list;
  }
  if (isPlainObject(value)) return copyObject(value, copies);
  return copyBuiltin(value, copies);
}

function copyObject(
  value: Record<string, unknown>,
  copies: Map<unknown, unknown>,
): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(Object.getPrototypeOf(value));
  copies.set(value, object);
  for (const key of Object.keys(value)) {
    setOwn(object, key, copy(value[key], copies));
  }
  return object;
}

function copyBuiltin(value: object, copies: Map<unknown, unknown>): unknown {
  switch (Object.getPrototypeOf(value)) {
    case Date.prototype:
      return new Date((value as Date).getTime());
    case Map.prototype: {
      const map = new Map<unknown, unknown>();
      copies.set(value, map);
      for (const [key, item] of value as Map<unknown, unknown>) {
        map.set(copy(key, copies), copy(item, copies));
      }
      return map;
    }
    case Set.prototype: {
      const set = new Set<unknown>();
      copies.set(value, set);
      for (const item of value as Set<unknown>) set.add(copy(item, copies));
      return set;
    }
    default:
      return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? structuredClone(value) : value;
  }
}
