import { describeValue } from "../../core/describe_value.ts";
import type { Row } from "../table/row.ts";
import { tableRows } from "../table/table_rows.ts";
import { encodePieces } from "../utf8.ts";
import type { CsvSaveArgs } from "./save_args.ts";

/**
 * A table as separated values (RFC 4180), piece by piece. Missing is empty, dates are ISO 8601, booleans `true` and `false`.
 * The header has the keys of all rows in the order they are first seen; of rows that come one by one, those of the first.
 */
export function writeCsv(value: unknown, args: CsvSaveArgs = {}): AsyncIterable<Uint8Array> {
  const rows = tableRows(value);
  const columns = args.columns ?? (Array.isArray(rows) ? unionOfKeys(rows) : undefined);
  return encodePieces(csvLines(rows, { ...args, columns }));
}

function unionOfKeys(rows: readonly Row[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}

async function* csvLines(
  rows: Iterable<Row> | AsyncIterable<Row>,
  { sep = ",", header = true, encoding, columns }: Omit<CsvSaveArgs, "columns"> & {
    readonly columns?: readonly string[] | undefined;
  },
): AsyncGenerator<string, void, undefined> {
  // Alone in a row, a cell that is empty or blank would be skipped as a blank line.
  const line = (cells: readonly string[]) =>
    cells.length === 1 && cells[0]!.trim() === ""
      ? `"${cells[0]}"\n`
      : `${cells.map((cell) => quoted(cell, sep)).join(sep)}\n`;
  if (encoding === "utf-8-sig") yield "\uFEFF";
  let names = columns;
  let known = new Set(names);
  let index = 0;
  if (header && names !== undefined && names.length > 0) yield line(names);
  for await (const row of rows) {
    index++;
    if (names === undefined) {
      names = Object.keys(row);
      known = new Set(names);
      if (header && names.length > 0) yield line(names);
    }
    if (names.length === 0) throw new TypeError(`Cannot save row ${index} of the table: it has no columns`);
    checkNames(row, index, known);
    yield line(names.map((name) => toText(row[name], name, index)));
  }
}

function checkNames(row: Row, index: number, known: ReadonlySet<string>): void {
  for (const name of Object.keys(row)) {
    if (known.has(name)) continue;
    const advice = "name all columns in save_args.columns, or save a list";
    throw new TypeError(
      `Cannot save row ${index} of the table: column "${name}" is not in the header (${advice})`,
    );
  }
}

function quoted(cell: string, separator: string): string {
  const needsQuotes = cell.includes('"') || cell.includes(separator) || cell.includes("\n") ||
    cell.includes("\r");
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function toText(value: unknown, name: string, row: number): string {
  switch (typeof value) {
    case "undefined":
      return "";
    case "string":
      return value;
    case "boolean":
    case "bigint":
      return String(value);
    case "number":
      return numberText(value);
    case "object":
      if (value === null) return "";
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  }
  const found = value instanceof Date ? "an invalid date" : describeValue(value);
  throw new TypeError(
    `Cannot save row ${row} of the table: column "${name}" is ${found}, which does not fit into a cell`,
  );
}

// Digits alone would be read as a whole number that is too large for a number.
function numberText(value: number): string {
  if (Number.isNaN(value)) return "";
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}
