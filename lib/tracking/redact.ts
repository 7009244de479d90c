import { isPlainObject } from "../core/json.ts";
import { fitsAny, type PathTest } from "../core/name_patterns.ts";

/** Patterns of names whose values are never shown, whatever their case. */
export const REDACTED_NAMES: readonly string[] = [
  "*password*",
  "*passphrase*",
  "*passwd*",
  "*pwd*",
  "*secret*",
  "*token*",
  "*credential*",
  "*api_key*",
  "*apikey*",
  "*access_key*",
  "*private_key*",
  "*authorization*",
];

/** What stands for a value that is not shown. */
export const REDACTED = "***";

/**
 * Tells which values are not to be shown, by the keys down to them: the names in {@linkcode REDACTED_NAMES}, and further
 * patterns. A pattern that begins with `!` makes an exception.
 *
 * @param isMadeOfSecret Whether a value is made of one that is not to be shown. @default {never}
 */
export function createRedactor(
  patterns: readonly string[] = [],
  isMadeOfSecret: PathTest = () => false,
): PathTest {
  const isExempt = fitsAny(
    patterns.flatMap((pattern) => pattern.startsWith("!") ? [pattern.slice(1)] : []),
    { ignoreCase: true },
  );
  const isListed = fitsAny(
    [...REDACTED_NAMES, ...patterns.filter((pattern) => !pattern.startsWith("!"))],
    { ignoreCase: true },
  );
  return (path) => (isListed(path) || isMadeOfSecret(path)) && !isExempt(path);
}

/** A value with `***` for everything in it that is not to be shown, at any depth, also in lists. */
export function redactValue(value: unknown, isRedacted: PathTest, path: readonly string[] = []): unknown {
  if (Array.isArray(value) && value.length > 0 && !isRedacted(path)) {
    return value.map((item) => redactValue(item, isRedacted, path));
  }
  if (isPlainObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, redactValue(inner, isRedacted, [...path, key])]),
    );
  }
  return isRedacted(path) ? REDACTED : value;
}

/** Tags with `***` for the values that are not to be shown. */
export function redactTags(
  tags: Readonly<Record<string, string>>,
  isRedacted: PathTest,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [key, isRedacted(key.split(".")) ? REDACTED : value]),
  );
}
