import { describePath, describeValue, listSome, listWords } from "./describe_value.ts";
import type { Issue } from "./issue.ts";
import { suggest } from "./suggest.ts";
import { knownKeys } from "./zod_keys.ts";

/** A problem as zod reports it: only what is read here. */
export interface ZodIssue {
  /** Its kind: `invalid_type`. */
  readonly code: string;
  /** Keys down to the value. */
  readonly path: readonly PropertyKey[];
  /** The sentence of zod, or of the schema for `custom`. */
  readonly message: string;
}

/** A zod schema: only what is used here. */
export interface ZodSchema<T> {
  /** Check a value. */
  safeParse(
    data: unknown,
    options?: { readonly jitless?: boolean },
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly ZodIssue[] } };
}

/** How to word the issues. */
export interface ToIssuesOptions {
  /** What is checked, as in "fielpath is not an option of csv". */
  readonly owner: string;
  /** Beginning of the issue codes. @default {"options"} */
  readonly code?: string | undefined;
  /** What is said of an unknown key. @default {"is not an option of" the owner} */
  readonly unknownKey?: string | undefined;
}

/**
 * Check data by a zod schema: the checked value, or every problem in Kedge's words. Messages begin with the path, counted
 * from `data`, so that a caller can put a name in front of it. A message given to `refine()` follows the path: write it as
 * `must be sorted`.
 */
export function checkWith<T>(
  schema: ZodSchema<T>,
  data: unknown,
  options: ToIssuesOptions,
): { readonly value: T } | { readonly issues: readonly Issue[] } {
  // To generate code for a schema takes longer than to check one file by it.
  const result = schema.safeParse(data, { jitless: true });
  if (result.success) return { value: result.data };
  return { issues: toIssues(result.error.issues, { ...options, schema, data }) };
}

/** Turn zod's issues into ours: what was wanted, what was found, and a suggestion for misspelt words. */
export function toIssues(
  issues: readonly ZodIssue[],
  options: ToIssuesOptions & { readonly schema: unknown; readonly data: unknown },
): Issue[] {
  return issues.flatMap((issue) => toIssue(issue as AnyZodIssue, options));
}

// The fields that the kinds of issue have, all optional; zod's own union would tie every caller to its types.
interface AnyZodIssue extends ZodIssue {
  readonly expected?: string;
  readonly origin?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly inclusive?: boolean;
  readonly exact?: boolean;
  readonly divisor?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly options?: readonly unknown[];
  readonly errors?: readonly (readonly AnyZodIssue[])[];
}

type Context = ToIssuesOptions & { readonly schema: unknown; readonly data: unknown };

function toIssue(issue: AnyZodIssue, context: Context): Issue[] {
  const { owner, code = "options", unknownKey = `is not an option of ${owner}` } = context;
  const path = issue.path.map((key) => typeof key === "number" ? key : String(key));
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(context.schema, path);
    return (issue.keys ?? []).map((key) => ({
      code: `${code}.unknown_key`,
      message: `${describePath([...path, key])} ${unknownKey}`,
      path: [...path, key],
      about: "key",
      suggestion: suggest(key, known),
    }));
  }
  const branch = closestBranch(issue);
  if (branch !== undefined) {
    return branch.flatMap((inner) => toIssue({ ...inner, path: [...path, ...inner.path] }, context));
  }
  const subject = path.length === 0 ? owner : describePath(path);
  const found = valueAt(context.data, path);
  if (issue.code === "custom") {
    return [{ code: `${code}.wrong_value`, message: `${subject} ${issue.message}`, path }];
  }
  const wanted = describeWanted(issue);
  if (found === undefined) {
    return [{ code: `${code}.missing`, message: `${subject} is missing: it must be ${wanted}`, path }];
  }
  return [{
    code: `${code}.${issue.code === "invalid_type" ? "wrong_type" : "wrong_value"}`,
    message: `${subject} must be ${wanted}: ${describeFound(issue, found)}`,
    path,
    suggestion: typeof found === "string" ? suggest(found, wordsOf(issue)) : undefined,
  }];
}

// Of a union, the alternative that the value came nearest to: the one whose problems lie inside the value.
function closestBranch(issue: AnyZodIssue): readonly AnyZodIssue[] | undefined {
  if (issue.code !== "invalid_union") return undefined;
  return issue.errors?.find((errors) =>
    errors.every(({ path, code }) => path.length > 0 || code === "unrecognized_keys")
  );
}

function describeWanted(issue: AnyZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPE_WORDS[issue.expected ?? ""] ?? `of type ${issue.expected}`;
    case "invalid_value":
      return describeChoice((issue.values ?? []).map(describeValue));
    case "invalid_union": {
      const options = issue.options?.map(describeValue) ?? issue.errors?.flat().map(describeWanted) ?? [];
      return describeChoice([...new Set(options)]);
    }
    case "too_small":
      return describeBound(issue, issue.minimum, issue.inclusive === false ? "more than" : "at least");
    case "too_big":
      return describeBound(issue, issue.maximum, issue.inclusive === false ? "less than" : "at most");
    case "not_multiple_of":
      return `a multiple of ${issue.divisor}`;
    case "invalid_format":
      return issue.format === "regex" ? `text that matches ${issue.pattern}` : `a valid ${issue.format}`;
    default:
      return `valid (${issue.message})`;
  }
}

const MAX_CHOICES = 10;

function describeChoice(words: readonly string[]): string {
  return words.length > MAX_CHOICES ? `one of ${listSome(words)}` : listWords(words);
}

function describeBound(issue: AnyZodIssue, bound: number | undefined, relation: string): string {
  const unit = { string: "character", array: "item", set: "item", map: "entry" }[issue.origin ?? ""];
  const amount = `${issue.exact === true ? "exactly" : relation} ${bound}`;
  return unit === undefined ? amount : `${amount} ${unit}${bound === 1 ? "" : "s"} long`;
}

function describeFound(issue: AnyZodIssue, found: unknown): string {
  return issue.origin === "array" && Array.isArray(found)
    ? `it has ${found.length}`
    : `it is ${describeValue(found)}`;
}

function wordsOf(issue: AnyZodIssue): string[] {
  const nested = issue.errors?.flat().flatMap(wordsOf) ?? [];
  return [...issue.values ?? [], ...issue.options ?? [], ...nested].filter((word) =>
    typeof word === "string"
  );
}

function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string | number, unknown>)[key];
  }, data);
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  bigint: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "a map",
  record: "a map",
  map: "a map",
  null: "null",
  date: "a date",
  function: "a function",
};
