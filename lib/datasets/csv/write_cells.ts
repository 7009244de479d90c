import { describeValue } from "../../core/describe_value.ts";
import { formatDate } from "../table/date_format.ts";
import { unwritable } from "../utf8.ts";
import { swapQuotes } from "./quotes.ts";
import type { CsvSaveArgs } from "./save_args.ts";

/** A cell before it is quoted. */
export interface WrittenCell {
  /** Its text. */
  readonly text: string;
  /** Whether it is a number. */
  readonly isNumber: boolean;
}

/** How cells become a line. */
export function lineRule(
  { sep = ",", quoting = 0, quotechar = '"', lineterminator = "\n" }: CsvSaveArgs,
): (cells: readonly WrittenCell[]) => string {
  const isQuoted = ({ text, isNumber }: WrittenCell): boolean =>
    quoting === 1 || (quoting === 2 && !isNumber) || needsQuotes(text, sep, quotechar);
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  // Another mark is written as if it were `"`, and both change places at the end.
  const swap = (text: string): string => quotechar === '"' ? text : swapQuotes(text, quotechar);
  return (cells) => {
    // Alone in a row, a cell that is empty or blank would be skipped as a blank line.
    const isBlank = cells.length === 1 && cells[0]!.text.trim() === "";
    const texts = cells.map((cell) => isBlank || isQuoted(cell) ? swap(quote(swap(cell.text))) : cell.text);
    return `${texts.join(sep)}${lineterminator}`;
  };
}

/** How values become cells. Throws a `TypeError` that names the column and the row, from 1, of a value that does not fit. */
export function cellRule(
  { na_rep = "", float_format, decimal = ".", date_format }: CsvSaveArgs,
): (value: unknown, column: string, row: number) => WrittenCell {
  const numberText = (value: number): string => {
    const text = float_format === undefined || Number.isInteger(value) || !Number.isFinite(value)
      ? plainNumber(value)
      : formatNumber(value, float_format);
    return decimal === "." ? text : text.replace(".", decimal);
  };
  const dateText = (value: Date): string =>
    date_format === undefined ? value.toISOString() : formatDate(value, date_format);
  return (value, column, row) => {
    switch (typeof value) {
      case "undefined":
        return { text: na_rep, isNumber: false };
      case "string": {
        const problem = unwritable(value);
        if (problem === undefined) return { text: value, isNumber: false };
        throw new TypeError(`Cannot save row ${row} of the table: column "${column}" is ${problem}`);
      }
      case "boolean":
        return { text: String(value), isNumber: false };
      case "bigint":
        return { text: String(value), isNumber: true };
      case "number":
        return Number.isNaN(value)
          ? { text: na_rep, isNumber: false }
          : { text: numberText(value), isNumber: true };
      case "object":
        if (value === null) return { text: na_rep, isNumber: false };
        if (value instanceof Date && !Number.isNaN(value.getTime())) {
          return { text: dateText(value), isNumber: false };
        }
    }
    const found = value instanceof Date ? "an invalid date" : describeValue(value);
    throw new TypeError(
      `Cannot save row ${row} of the table: column "${column}" is ${found}, which does not fit into a cell`,
    );
  };
}

function needsQuotes(text: string, separator: string, quote: string): boolean {
  return text.includes(quote) || text.includes(separator) || text.includes("\n") || text.includes("\r");
}

// Digits alone would be read as a whole number that is too large for a number.
function plainNumber(value: number): string {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}

// As C writes it: an exponent has a sign and two digits.
function formatNumber(value: number, format: string): string {
  const digits = Number(format.slice(2, -1));
  if (format.endsWith("f")) return value.toFixed(digits);
  return value.toExponential(digits).replace(/e([-+])(\d)$/, "e$10$2");
}
