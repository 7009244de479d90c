import type { Row } from "../table/row.ts";
import { assertNames, tableRows } from "../table/table_rows.ts";
import { encodePieces } from "../utf8.ts";
import type { CsvSaveArgs } from "./save_args.ts";
import { cellRule, lineRule } from "./write_cells.ts";

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
  { header = true, encoding, columns, ...args }: Omit<CsvSaveArgs, "columns"> & {
    readonly columns?: readonly string[] | undefined;
  },
): AsyncGenerator<string, void, undefined> {
  const line = lineRule(args);
  const cellText = cellRule(args);
  const headerLine = (names: readonly string[]): string => {
    const written = header === true ? names : header === false ? [] : header;
    if (header !== false && written.length !== names.length) {
      throw new TypeError(
        `Cannot save the table: save_args.header names ${written.length} of ${names.length} columns`,
      );
    }
    assertNames(written);
    return written.length === 0 ? "" : line(written.map((text) => ({ text, isNumber: false })));
  };
  if (encoding === "utf-8-sig") yield "\uFEFF";
  let names = columns;
  let known = new Set(names);
  let index = 0;
  if (names !== undefined) yield headerLine(names);
  for await (const row of rows) {
    index++;
    if (names === undefined) {
      names = Object.keys(row);
      known = new Set(names);
      yield headerLine(names);
    }
    if (names.length === 0) throw new TypeError(`Cannot save row ${index} of the table: it has no columns`);
    checkNames(row, index, known);
    yield line(names.map((name) => cellText(row[name], name, index)));
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
