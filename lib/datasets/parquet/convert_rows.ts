import type { ParquetElement } from "../../deps/hyparquet.ts";
import { isSafe, withPlainNumbers } from "./whole_numbers.ts";

/** How the values of a column are changed before a caller gets them. */
export type ColumnRule = "as they are" | "as numbers" | "as bigint" | "inside";

/** The rule of each column that needs one. Columns are numbers or bigint as a whole, as `isLarge` decides. */
export function columnRules(
  columns: readonly ParquetElement[],
  isLarge: (column: string) => boolean,
): ReadonlyMap<string, ColumnRule> {
  return new Map(columns.map((column) => [column.name, ruleOf(column, isLarge)]));
}

/** Whether the values of a column are read as bigint. */
export function isWhole({ type, converted_type, logical_type, num_children }: ParquetElement): boolean {
  const isPlain = logical_type === undefined || logical_type.type === "INTEGER";
  const isInteger = converted_type === undefined || /^U?INT_64$/.test(converted_type);
  return num_children === undefined && type === "INT64" && isInteger && isPlain;
}

/** Rows changed by the rules of their columns, in place: nobody else holds them yet. Calls `onLarge` for a whole number that should be a number and cannot. */
export function applyRules(
  rows: Record<string, unknown>[],
  rules: ReadonlyMap<string, ColumnRule>,
  onLarge: (column: string, row: number) => never,
): void {
  for (const [name, rule] of rules) {
    if (rule === "as they are" || rule === "as bigint") continue;
    rows.forEach((row, at) => {
      const value = row[name];
      if (rule === "inside") row[name] = withPlainNumbers(value);
      else if (typeof value === "bigint") row[name] = isSafe(value) ? Number(value) : onLarge(name, at);
    });
  }
}

function ruleOf(column: ParquetElement, isLarge: (column: string) => boolean): ColumnRule {
  if (isWhole(column)) return isLarge(column.name) ? "as bigint" : "as numbers";
  return column.num_children !== undefined ? "inside" : "as they are";
}
