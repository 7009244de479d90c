import { describePath } from "../core/describe_value.ts";
import { isPlainObject } from "../core/json.ts";

/** How to check plain data. */
export interface PlainDataOptions {
  /** The format, as in "Cannot save as JSON". */
  readonly format: string;
  /** Which part of a file it is, as in "Cannot save line 3 as JSON". @default {all of it} */
  readonly subject?: string | undefined;
  /** Values that the format can hold beside null, booleans, finite numbers, text, lists and maps. */
  readonly allows?: ((value: unknown) => boolean) | undefined;
  /** Take what `toJSON()` gives for objects that have it, as JSON does. @default {false} */
  readonly usesToJson?: boolean | undefined;
}

/**
 * Check that a format can hold a value without loss.
 *
 * @throws {TypeError} Naming the path of what it cannot hold.
 */
export function assertPlainData(value: unknown, options: PlainDataOptions): void {
  visit(value, { ...options, path: [], parents: new Set() });
}

interface Visit extends PlainDataOptions {
  /** Keys down to the value that is looked at. */
  readonly path: (string | number)[];
  /** The lists and maps that it is in. */
  readonly parents: Set<unknown>;
}

function visit(given: unknown, context: Visit): void {
  const { allows, usesToJson = false, path, parents } = context;
  const value = usesToJson ? fromToJson(given, path.at(-1)) : given;
  if (value === null || typeof value === "boolean" || typeof value === "string") return;
  if (Number.isFinite(value) || allows?.(value) === true) return;
  if (!Array.isArray(value) && !isPlainObject(value)) throw refusal(context, nameOf(value));
  if (parents.has(value)) throw refusal(context, "a value that contains itself");
  parents.add(value);
  // Not forEach(), which would pass over the holes of a list.
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    path.push(key);
    visit((value as Record<string | number, unknown>)[key], context);
    path.pop();
  }
  parents.delete(value);
}

function fromToJson(value: unknown, key: string | number = ""): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (!("toJSON" in value) || typeof value.toJSON !== "function") return value;
  // An invalid date gives null, which is a loss.
  if (value instanceof Date && Number.isNaN(value.getTime())) return Number.NaN;
  return value.toJSON(String(key));
}

function refusal({ format, subject, path }: Visit, found: string): TypeError {
  const saved = subject === undefined ? "" : ` ${subject}`;
  const place = path.length === 0 ? "the value" : describePath(path);
  return new TypeError(`Cannot save${saved} as ${format}: ${place} is ${found}, which ${format} cannot hold`);
}

function nameOf(value: unknown): string {
  if (typeof value === "bigint") return `the bigint ${value}`;
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (typeof value !== "object" || value === null) return String(value);
  const { name } = (value.constructor ?? Object) as { readonly name?: unknown };
  return typeof name === "string" && name !== "" ? `an instance of ${name}` : "an instance of a class";
}
