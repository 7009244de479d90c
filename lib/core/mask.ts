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
  if (typeof value === "string") return mask(value) !== value;
  if (typeof value !== "object" || value === null || isSecret(value) || seen.has(value)) return false;
  if (depth > DEEPEST) return true;
  seen.add(value);
  const parts = partsOf(value);
  if (parts === undefined) return tellsSecret(reasonOf(value), { mask, seen, depth });
  return parts.some(([, part]) => tellsSecret(part, { mask, seen, depth: depth + 1 }));
}

interface Copying {
  readonly mask: Mask;
  /** What was copied already: an error may be its own cause. */
  readonly copies: Map<object, object>;
  readonly depth: number;
}

function copyWith(value: unknown, { mask, copies, depth }: Copying): unknown {
  if (typeof value === "string") return mask(value);
  if (typeof value !== "object" || value === null || isSecret(value)) return value;
  if (depth > DEEPEST) return "***";
  const known = copies.get(value);
  if (known !== undefined) return known;
  const parts = partsOf(value);
  if (parts === undefined) {
    const text = reasonOf(value);
    return mask(text) === text ? value : mask(text);
  }
  const copy = emptyCopy(value, mask);
  copies.set(value, copy);
  // By symbols, classes know their own.
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    if (Object.hasOwn(copy, symbol)) continue;
    Object.defineProperty(copy, symbol, {
      value: Reflect.get(value, symbol),
      configurable: true,
      writable: true,
    });
  }
  for (const [name, part] of parts) {
    Object.defineProperty(copy, name, {
      value: copyWith(part, { mask, copies, depth: depth + 1 }),
      enumerable: Object.prototype.propertyIsEnumerable.call(value, name),
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

type Part = readonly [name: string, value: unknown];

/** What a value consists of; `undefined` for one that only its text is known of. */
function partsOf(value: object): readonly Part[] | undefined {
  if (value instanceof Error) {
    // Its class may compute them.
    const names = new Set([...Object.getOwnPropertyNames(value), "name", "message", "stack", "cause"]);
    return [...names].flatMap((name) => {
      const part = readPart(value, name);
      return part === undefined ? [] : [[name, part] as const];
    });
  }
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item] as const);
  return isPlainObject(value) && !Object.hasOwn(value, "toString") ? Object.entries(value) : undefined;
}

function readPart(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}

// Of the same class, so that whoever catches it knows it.
function emptyCopy(value: object, mask: Mask): object {
  if (Array.isArray(value)) return [];
  if (value instanceof DOMException) return new DOMException(mask(value.message), value.name);
  if (value instanceof Error) return Object.setPrototypeOf(new Error(), Object.getPrototypeOf(value));
  return {};
}
