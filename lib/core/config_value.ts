import { describePath } from "./describe_value.ts";
import type { Issue } from "./issue.ts";
import { isPlainObject } from "./json.ts";

/** Any value that configuration can hold: JSON, and whole numbers too large for a number. */
export type ConfigValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };

/** Configuration values by name. */
export type ConfigObject = { readonly [key: string]: ConfigValue };

const MAX_DEPTH = 100;

/**
 * Check that values written in code are plain data, as if they had been read from a file, and copy them. Keys whose value
 * is `undefined` are left out.
 *
 * @param where What the values are called in messages: `parameters`.
 */
export function parseConfigObject(
  data: Readonly<Record<string, unknown>>,
  where: string,
): { readonly value: ConfigObject } | { readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const value = copyMap(data, [where], issues);
  return issues.length === 0 ? { value } : { issues };
}

type Path = readonly (string | number)[];

function copyMap(data: Readonly<Record<string, unknown>>, path: Path, issues: Issue[]): ConfigObject {
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, copyValue(value, [...path, key], issues)]));
}

function copyValue(value: unknown, path: Path, issues: Issue[]): ConfigValue {
  if (path.length > MAX_DEPTH) return refuse(`nested more than ${MAX_DEPTH} deep`, path.slice(0, 4), issues);
  if (value === null) return null;
  switch (typeof value) {
    case "boolean":
    case "number":
    case "bigint":
    case "string":
      return value;
    case "object":
      if (Array.isArray(value)) return value.map((item, index) => copyValue(item, [...path, index], issues));
      if (isPlainObject(value)) return copyMap(value, path, issues);
      return refuse(`of class ${value.constructor?.name}`, path, issues);
    default:
      return refuse(`of type ${typeof value}`, path, issues);
  }
}

function refuse(found: string, path: Path, issues: Issue[]): null {
  issues.push({
    code: "config.not_plain",
    message: `${describePath(path)} must be plain data (text, numbers, lists, maps): it is ${found}`,
    path,
  });
  return null;
}
