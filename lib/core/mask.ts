import { reasonOf } from "./describe_value.ts";
import { isPlainObject } from "./json.ts";
import { isSecret } from "./secret.ts";

/** A text without the secrets in it. */
export type Mask = (text: string) => string;

/** Plain data with every text in it as the mask gives it, at any depth. */
export function maskTexts(value: unknown, mask: Mask): unknown {
  if (typeof value === "string") return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskTexts(item, mask));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskTexts(inner, mask)]));
}

/**
 * What was thrown as it may be shown: message, stack, fields, all that caused it and all that it gathers. The same value
 * when it tells no secret, else a copy of the same class.
 */
export function maskError(error: unknown, mask: Mask): unknown {
  return tellsSecret(error, { mask, seen: new Set(), depth: 0 })
    ? copyWith(error, { mask, copies: new Map(), depth: 0 })
    : error;
}

// What lies deeper is shown by nobody.
const DEEPEST = 200;

interface Search {
  readonly mask: Mask;
  readonly seen: Set<object>;
  readonly depth: number;
}

function tellsSecret(value: unknown, { mask, seen, depth }: Search): boolean {
  if (typeof value !== "object" || value === null) return maskWord(value, mask) !== value;
  if (isHidden(value) || seen.has(value)) return false;
  if (depth > DEEPEST) return true;
  seen.add(value);
  const parts = partsOf(value);
  if (parts === undefined) return tellingText(value, mask) !== undefined;
  return parts.some(([key, part]) =>
    mask(wordOf(key)) !== wordOf(key) || tellsSecret(part, { mask, seen, depth: depth + 1 })
  );
}

interface Copying {
  readonly mask: Mask;
  /** What was copied already: an error may be its own cause. */
  readonly copies: Map<object, object>;
  readonly depth: number;
}

function copyWith(value: unknown, { mask, copies, depth }: Copying): unknown {
  if (typeof value !== "object" || value === null) return maskWord(value, mask);
  if (isHidden(value)) return value;
  if (depth > DEEPEST) return "***";
  const known = copies.get(value);
  if (known !== undefined) return known;
  const parts = partsOf(value);
  if (parts === undefined) {
    const text = tellingText(value, mask);
    return text === undefined ? value : mask(text);
  }
  const copy = emptyCopy(value, mask);
  copies.set(value, copy);
  for (const [key, part] of parts) {
    // By symbols, classes know their own: none has another name.
    if (typeof key === "symbol" && (Object.hasOwn(copy, key) || mask(wordOf(key)) !== wordOf(key))) continue;
    Object.defineProperty(copy, typeof key === "symbol" ? key : mask(key), {
      value: copyWith(part, { mask, copies, depth: depth + 1 }),
      enumerable: Object.prototype.propertyIsEnumerable.call(value, key),
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

// A number is a secret or none: others have its digits too.
function maskWord(value: unknown, mask: Mask): unknown {
  if (typeof value === "string") return mask(value);
  if (typeof value === "symbol") return mask(wordOf(value)) === wordOf(value) ? value : mask(String(value));
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return isNumber && mask(String(value)) === "***" ? "***" : value;
}

function isHidden(value: object): boolean {
  try {
    return isSecret(value);
  } catch {
    return false;
  }
}

function wordOf(key: string | symbol): string {
  return typeof key === "string" ? key : key.description ?? "";
}

type Part = readonly [key: string | symbol, value: unknown];

/** What a value consists of; `undefined` for one that only its text is known of. */
function partsOf(value: object): readonly Part[] | undefined {
  try {
    return readParts(value);
  } catch {
    // Whoever throws may throw what lets nobody look at it.
    return undefined;
  }
}

function readParts(value: object): readonly Part[] | undefined {
  if (Array.isArray(value)) {
    return Object.keys(value).map((index) => [index, readPart(value, index)] as const);
  }
  const isError = value instanceof Error;
  if (!isError && (!isPlainObject(value) || Object.hasOwn(value, "toString"))) return undefined;
  const own = isError
    ? Reflect.ownKeys(value)
    : [...Object.keys(value), ...Object.getOwnPropertySymbols(value)];
  // Its class may compute them.
  const keys = new Set(isError ? [...own, "name", "message", "stack", "cause"] : own);
  return [...keys].flatMap((key) => {
    const part = readPart(value, key);
    return part === undefined ? [] : [[key, part] as const];
  });
}

function readPart(value: object, key: string | symbol): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

/** The text by which a value that has no parts tells a secret: its own, or what a console shows of it. */
function tellingText(value: object, mask: Mask): string | undefined {
  return [reasonOf(value), inspected(value)].find((text) => mask(text) !== text);
}

function inspected(value: object): string {
  try {
    return Deno.inspect(value);
  } catch {
    return "";
  }
}

// Of the same class, so that whoever catches it knows it.
function emptyCopy(value: object, mask: Mask): object {
  if (Array.isArray(value)) return Object.assign([], { length: value.length });
  if (value instanceof DOMException) return new DOMException(mask(value.message), value.name);
  if (value instanceof Error) return Object.setPrototypeOf(new Error(), Object.getPrototypeOf(value));
  return {};
}
