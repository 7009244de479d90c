import { describePath, describeValue, midSentence } from "./describe_value.ts";
import type { Issue } from "./issue.ts";
import type { SchemaIssue, StandardSchema } from "./standard_schema.ts";

/**
 * Check a value by a schema: what the schema makes of it, or every problem.
 *
 * @param name What the value is called in messages: `penguins`.
 */
export async function checkBySchema<T>(
  schema: StandardSchema<T>,
  value: unknown,
  name: string,
): Promise<{ readonly value: T } | { readonly issues: readonly Issue[] }> {
  const result = await schema["~standard"].validate(value);
  return result.issues === undefined
    ? { value: result.value }
    : { issues: result.issues.map((issue) => toIssue(issue, value, name)) };
}

function toIssue({ message, path = [] }: SchemaIssue, value: unknown, name: string): Issue {
  // Not map(), which keeps the class of the list that a library uses.
  const keys = Array.from(path, (part) => typeof part === "object" ? part.key : part)
    .map((key) => typeof key === "number" ? key : String(key));
  const found = valueAt(value, keys);
  const is = found === undefined ? "is missing" : `is ${describeValue(found)}`;
  return {
    code: "schema.mismatch",
    message: `${describePath([name, ...keys])} ${is}: ${midSentence(message)}`,
    path: keys,
  };
}

function valueAt(value: unknown, keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    return (inner as Readonly<Record<string | number, unknown>>)[key];
  }, value);
}
