import { UsageError } from "./usage_error.ts";

/**
 * A whole number of at least 1, or `undefined` when the flag was not given.
 *
 * @throws {UsageError} When it is anything else.
 */
export function parseCount(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && Number.isSafeInteger(value)) return value;
  throw new UsageError(`Flag ${flag} must be a whole number of at least 1: found "${text}"`);
}
