import { describePath, describeValue, midSentence, reasonOf } from "./describe_value.ts";
import type { Issue } from "./issue.ts";
import type { PathTest } from "./name_patterns.ts";
import type { SchemaIssue, SchemaResult, StandardSchema } from "./standard_schema.ts";

/**
 * Check a value by a schema: what the schema makes of it, or every problem.
 *
 * @param name What the value is called in messages: `penguins`.
 * @param isHidden Whether messages must not repeat what stands at some keys. @default {never}
 */
export async function checkBySchema<T>(
  schema: StandardSchema<T>,
  value: unknown,
  name: string,
  isHidden: PathTest = () => false,
): Promise<{ readonly value: T } | { readonly issues: readonly Issue[] }> {
  let result: SchemaResult<T>;
  try {
    result = await schema["~standard"].validate(value);
  } catch (error) {
    const message = `${name} cannot be checked, as its schema throws: ${midSentence(reasonOf(error))}`;
    return { issues: [{ code: "schema.threw", message, path: [] }] };
  }
  return result.issues === undefined
    ? { value: result.value }
    : { issues: result.issues.map((issue) => toIssue(issue, { value, name, isHidden })) };
}

function toIssue(
  { message, path = [] }: SchemaIssue,
  { value, name, isHidden }: {
    readonly value: unknown;
    readonly name: string;
    readonly isHidden: PathTest;
  },
): Issue {
  // Not map(), which keeps the class of the list that a library uses.
  const keys = Array.from(path, (part) => typeof part === "object" ? part.key : part)
    .map((key) => typeof key === "number" ? key : String(key));
  const found = valueAt(value, keys);
  const isSecret = found !== undefined && isHidden(keys.map(String));
  const is = found === undefined ? "is missing" : `is ${isSecret ? "***" : describeValue(found)}`;
  // A schema may repeat the value in words of its own.
  const told = isSecret && String(found) !== "" ? message.replaceAll(String(found), "***") : message;
  return {
    code: "schema.mismatch",
    message: `${describePath([name, ...keys])} ${is}: ${midSentence(told)}`,
    path: keys,
  };
}

function valueAt(value: unknown, keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    return (inner as Readonly<Record<string | number, unknown>>)[key];
  }, value);
}
