/**
 * What is wrong with `actual`, a line each; empty when it is as expected. Values compare as JSON: the order of keys and
 * keys whose value is `undefined` do not matter. Beyond that, `expected` may hold
 *
 * - `{"$missing": true}`: nothing may be there;
 * - `{"mentions": [...]}`: an error, or its message, that contains these texts.
 */
export function compareValues(expected: unknown, actual: unknown, path = "result"): string[] {
  if (isRecord(expected)) {
    if (expected["$missing"] === true) {
      return actual === undefined ? [] : [`${path}: ${show(actual)} is there`];
    }
    if (Array.isArray(expected["mentions"])) return compareMessage(expected["mentions"], actual, path);
    if (!isRecord(actual)) return [differs(path, expected, actual)];
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].sort().flatMap((key) => compareKey(expected, actual, key, `${path}.${key}`));
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [differs(path, expected, actual)];
    if (actual.length !== expected.length) return [differs(path, expected, actual)];
    return expected.flatMap((item, index) => compareValues(item, actual[index], `${path}[${index}]`));
  }
  // JSON knows one zero.
  return Object.is(expected, actual) || expected === actual ? [] : [differs(path, expected, actual)];
}

/** What is wrong with the error that an operation ended with, a line each. */
export function compareMessage(mentions: readonly unknown[], actual: unknown, path = "error"): string[] {
  const message = actual instanceof Error ? actual.message : actual;
  if (typeof message !== "string") return [`${path}: wanted an error, found ${show(actual)}`];
  return mentions.map(String)
    .filter((mention) => !message.includes(mention))
    .map((mention) => `${path}: ${JSON.stringify(mention)} is not in ${JSON.stringify(message)}`);
}

function compareKey(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
  key: string,
  path: string,
): string[] {
  if (!Object.hasOwn(expected, key)) {
    return actual[key] === undefined ? [] : [`${path}: not expected, found ${show(actual[key])}`];
  }
  return compareValues(expected[key], Object.hasOwn(actual, key) ? actual[key] : undefined, path);
}

function differs(path: string, expected: unknown, actual: unknown): string {
  return `${path}: wanted ${show(expected)}, found ${show(actual)}`;
}

function show(value: unknown): string {
  const text = Deno.inspect(value, { depth: 8, breakLength: Infinity, compact: true, iterableLimit: 40 });
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Error);
}
