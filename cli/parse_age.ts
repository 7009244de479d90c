import { UsageError } from "./usage_error.ts";

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

/**
 * The milliseconds that a flag `--older-than` means.
 *
 * @throws {UsageError} When it is no age.
 */
export function parseAge(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([dhms])$/.exec(text) ?? [];
  const milliseconds = UNITS[unit];
  if (milliseconds !== undefined) return Number(count) * milliseconds;
  throw new UsageError(`Flag --older-than must be a number and d, h, m or s, such as 30d: found "${text}"`);
}
