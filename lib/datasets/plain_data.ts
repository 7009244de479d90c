import { describePath } from "../core/describe_value.ts";
import { isPlainObject } from "../core/json.ts";

/** How to check plain data. */
export interface PlainDataOptions {
  /** The format, as in "Cannot save as JSON". */
  readonly format: string;
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
  visit(value, [], { ...options, parents: new Set() });
}

type Path = readonly (string | number)[];

function visit(
  given: unknown,
  path: Path,
  context: PlainDataOptions & { readonly parents: Set<unknown> },
): void {
  const { format, allows, usesToJson = false, parents } = context;
  const value = usesToJson ? fromToJson(given, path) : given;
  if (value === null || typeof value === "boolean" || typeof value === "string") return;
  if (Number.isFinite(value) || allows?.(value) === true) return;
  if (!Array.isArray(value) && !isPlainObject(value)) throw refusal(path, format, nameOf(value));
  if (parents.has(value)) throw refusal(path, format, "a value that contains itself");
  parents.add(value);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) visit(value[index], [...path, index], context);
  } else {
    for (const key of Object.keys(value)) visit(value[key], [...path, key], context);
  }
  parents.delete(value);
}

function fromToJson(value: unknown, path: Path): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (!("toJSON" in value) || typeof value.toJSON !== "function") return value;
  // An invalid date gives null, which is a loss.
  if (value instanceof Date && Number.isNaN(value.getTime())) return Number.NaN;
  return value.toJSON(String(path.at(-1) ?? ""));
}

function refusal(path: Path, format: string, found: string): TypeError {
  const subject = path.length === 0 ? "the value" : describePath(path);
  return new TypeError(`Cannot save as ${format}: ${subject} is ${found}, which ${format} cannot hold`);
}

function nameOf(value: unknown): string {
  if (typeof value === "bigint") return `the bigint ${value}`;
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (typeof value !== "object" || value === null) return String(value);
  const { name } = (value.constructor ?? Object) as { readonly name?: unknown };
  return typeof name === "string" && name !== "" ? `an instance of ${name}` : "an instance of a class";
}
