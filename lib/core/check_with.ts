import { describePath, describeValue, listWords } from "./describe_value.ts";
import type { Issue } from "./issue.ts";
import { isPlainObject, type JsonObject, type JsonValue } from "./json.ts";
import type { Problem, Shape } from "./shape.ts";
import { suggest } from "./suggest.ts";

/** How to word the issues. */
export interface CheckOptions {
  /** What is checked, as in "fielpath is not an option of csv". */
  readonly owner: string;
  /** Beginning of the issue codes. @default {"options"} */
  readonly code?: string | undefined;
  /** What is said of an unknown key. @default {"is not an option of" the owner} */
  readonly unknownKey?: string | undefined;
}

/**
 * Check data by a shape: the checked value, or every problem as an issue: what was wanted, what was found, and a suggestion
 * for misspelt words. Messages begin with the path, counted from `data`, so that a caller can put a name in front of it.
 */
export function checkWith<T>(
  shape: Shape<T>,
  data: unknown,
  options: CheckOptions,
): { readonly value: T } | { readonly issues: readonly Issue[] } {
  const checked = shape.check(data);
  if ("value" in checked) return checked;
  return { issues: checked.problems.map((problem) => toIssue(problem, { ...options, data })) };
}

/** The keys that a shape knows at a path; empty where it takes any. */
export function knownKeys({ json }: Shape<unknown>, path: readonly (string | number)[]): readonly string[] {
  return keysAt(json, path);
}

function keysAt(json: JsonValue | undefined, path: readonly (string | number)[]): readonly string[] {
  if (!isPlainObject(json)) return [];
  const { properties, items, additionalProperties, anyOf } = json as JsonObject;
  if (Array.isArray(anyOf)) return [...new Set(anyOf.flatMap((each) => keysAt(each, path)))];
  const fields = (properties ?? {}) as JsonObject;
  const [key, ...rest] = path;
  if (key === undefined) return Object.keys(fields);
  return keysAt(Object.hasOwn(fields, key) ? fields[key] : items ?? additionalProperties, rest);
}

function toIssue(
  { kind, path, wanted, found, words = [] }: Problem,
  { owner, code = "options", unknownKey = `is not an option of ${owner}`, data }: CheckOptions & {
    readonly data: unknown;
  },
): Issue {
  if (kind === "key") {
    const message = `${describePath(path)} ${unknownKey}`;
    const suggestion = suggest(String(path.at(-1)), words);
    return { code: `${code}.unknown_key`, message, path, about: "key", suggestion };
  }
  const subject = path.length === 0 ? owner : describePath(path);
  if (kind === "rule") return { code: `${code}.wrong_value`, message: `${subject} ${wanted}`, path };
  const value = valueAt(data, path);
  const choice = listWords(wanted);
  if (value === undefined) {
    return { code: `${code}.missing`, message: `${subject} is missing: it must be ${choice}`, path };
  }
  return {
    code: `${code}.${kind === "type" ? "wrong_type" : "wrong_value"}`,
    message: `${subject} must be ${choice}: ${found ?? `it is ${describeValue(value)}`}`,
    path,
    suggestion: typeof value === "string" ? suggest(value, words) : undefined,
  };
}

function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string | number, unknown>)[key];
  }, data);
}
