import { toBytes } from "../../core/bytes.ts";
import { midSentence, reasonOf } from "../../core/describe_value.ts";
import { isPlainObject } from "../../core/json.ts";
import type { ModelFlavor } from "./flavor.ts";

const FILE = "model.v8";

/** The flavour of what structured clone can copy: maps, sets, dates, big integers, typed arrays, cycles. */
export const V8_FLAVOR: ModelFlavor = {
  name: "v8",
  async save(model, store): Promise<void> {
    const stranger = findInstance(model, new Set());
    if (stranger !== undefined) {
      throw new TypeError(
        `An instance of ${stranger} would lose its class: save plain data, or write a flavour as a module`,
      );
    }
    const { serialize } = await import("node:v8");
    await store.write(FILE, new Uint8Array(attempt(() => serialize(model))));
  },
  async load(store): Promise<unknown> {
    const { deserialize } = await import("node:v8");
    return deserialize(await toBytes(await store.read(FILE)));
  },
};

// V8 says what it cannot take, in a sentence of its own.
function attempt<T>(serialize: () => T): T {
  try {
    return serialize();
  } catch (error) {
    const reason = midSentence(reasonOf(error)).replace(/\.$/, "");
    throw new TypeError(`Structured clone does not keep all of it: ${reason}`, { cause: error });
  }
}

const KEPT = [Date, RegExp, Error, ArrayBuffer, Boolean, Number, String];

// The name of a class whose instances V8 would turn into plain objects without a word.
function findInstance(value: unknown, seen: Set<unknown>): string | undefined {
  if (typeof value !== "object" || value === null || seen.has(value)) return undefined;
  seen.add(value);
  if (ArrayBuffer.isView(value) || KEPT.some((kept) => value instanceof kept)) return undefined;
  if (value instanceof Map) return findAmong([...value.keys(), ...value.values()], seen);
  if (Array.isArray(value) || value instanceof Set) return findAmong([...value], seen);
  if (isPlainObject(value)) return findAmong(Object.values(value), seen);
  return value.constructor?.name || "a class without name";
}

function findAmong(values: readonly unknown[], seen: Set<unknown>): string | undefined {
  for (const value of values) {
    const found = findInstance(value, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
