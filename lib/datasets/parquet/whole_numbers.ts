import type { ParquetMetadata } from "../../deps/hyparquet.ts";
import { isPlainObject } from "../../core/json.ts";

/** Columns whose whole numbers are not all held exactly by a number, as the file tells without being read. `undefined` when it does not tell of a column. */
export function hasLargeNumbers({ row_groups }: ParquetMetadata, column: string): boolean | undefined {
  let isKnown = true;
  for (const { columns } of row_groups) {
    const chunk = columns.find(({ meta_data }) => meta_data?.path_in_schema.join(".") === column);
    const { min_value, max_value } = chunk?.meta_data?.statistics ?? {};
    if (typeof min_value === "bigint" && typeof max_value === "bigint") {
      if (!isSafe(min_value) || !isSafe(max_value)) return true;
    } else {
      isKnown = false;
    }
  }
  return isKnown ? false : undefined;
}

/** Whether a number holds a whole number exactly. */
export function isSafe(value: bigint): boolean {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
}

/** A value with the whole numbers inside of lists and maps as numbers, where a number holds them exactly, and null for nothing. */
export function withPlainNumbers(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "bigint") return isSafe(value) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPlainNumbers(inner)]));
}
