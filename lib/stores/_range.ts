import type { ReadOptions } from "./store.ts";

/**
 * Check which bytes to read. Bytes past the end of the object are left out, so that an end may be given without knowing
 * its size.
 *
 * @throws {RangeError} When the numbers are not a range.
 */
export function checkRange({ start = 0, end }: Pick<ReadOptions, "start" | "end">): void {
  const isRange = Number.isSafeInteger(start) && start >= 0 &&
    (end === undefined || Number.isSafeInteger(end) && end >= start);
  if (isRange) return;
  throw new RangeError(`Cannot read bytes ${start} to ${end}: both must be whole numbers, 0 <= start <= end`);
}
