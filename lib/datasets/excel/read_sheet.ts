import { describeValue } from "../../core/describe_value.ts";
import type { ExcelCell, ExcelSheet } from "../../deps/hucre.ts";
import type { ByteSource } from "../byte_source.ts";
import { setOwn } from "../own_property.ts";
import { CELL_READERS, type ColumnType, TYPE_NAMES } from "../table/column_type.ts";
import { chooseColumns, type Column, givenNames, uniqueNames } from "../table/columns.ts";
import type { TableSettings } from "../table/settings.ts";
import type { Columns, Row } from "../table/row.ts";
import type { TextRules } from "../table/text_rules.ts";

/** How to read a sheet. */
export interface ReadSheetOptions {
  /** What load arguments mean. */
  readonly settings: TableSettings;
  /** The form of the table. */
  readonly as: "rows" | "columns";
  /** Where the workbook was read from. */
  readonly source: ByteSource;
}

/** A sheet as a table. Cells keep the types they have in the sheet, unless others are asked for. */
export function readSheet(sheet: ExcelSheet, options: ReadSheetOptions): readonly Row[] | Columns {
  const { settings, as, source } = options;
  const { headerRow = -1, skip, maxRows } = settings;
  const isLeftOut = (row: number): boolean => typeof skip === "number" ? row < skip : skip.includes(row);
  const numbered = withoutEmptyEnd(sheet.rows).map((row, at) => ({ row, number: at + 1 }))
    .filter((_, at) => !isLeftOut(at));
  const cells = numbered.map(({ row }) => row);
  const width = Math.max(0, ...cells.map((row) => row.length));
  const columns = chooseColumns(columnNames(cells[headerRow], width, options), settings, source);
  const body = cells.slice(headerRow + 1, headerRow + 1 + maxRows);
  const valueAt = (at: number, column: Column): unknown =>
    readCell(body[at]![column.index] ?? null, column, {
      ...options,
      where: `row ${numbered[headerRow + 1 + at]!.number} of sheet "${sheet.name}"`,
    });
  if (as === "rows") {
    return body.map((_, at) => {
      const row: Record<string, unknown> = {};
      for (const column of columns) setOwn(row, column.name, valueAt(at, column));
      return row;
    });
  }
  const table: Record<string, unknown[]> = {};
  for (const column of columns) setOwn(table, column.name, body.map((_, at) => valueAt(at, column)));
  return table;
}

function columnNames(
  header: readonly ExcelCell[] | undefined,
  width: number,
  { settings: { names, headerRow, usecols }, source }: ReadSheetOptions,
): readonly string[] {
  const given = names && givenNames(names, { width, usecols });
  if (names !== undefined && given === undefined && width > 0) {
    const found = `the sheet has ${width} columns`;
    throw source.problem(`load_args.names must name every column: it names ${names.length}, ${found}`);
  }
  const numbers = Array.from({ length: width }, (_, index) => `${index}`);
  if (names !== undefined) return uniqueNames(given ?? []);
  return uniqueNames(headerRow === undefined ? numbers : numbers.map((_, index) => textOf(header?.[index])));
}

// What Excel shows for a formula that has no value.
const NO_VALUES = /^#(?:DIV\/0!|N\/A|NAME\?|NULL!|NUM!|REF!|VALUE!)$/;

function readCell(
  cell: ExcelCell,
  { name, wanted }: Column,
  { settings: { missing, texts }, source, where }: ReadSheetOptions & { readonly where: string },
): unknown {
  if (cell === null) return null;
  if (typeof cell === "string" && (missing.has(cell) || NO_VALUES.test(cell))) return null;
  if (typeof cell === "number" && missing.has(String(cell))) return null;
  const value = wanted === undefined ? cell : convert(cell, wanted, texts);
  if (value !== undefined) return value;
  throw source.problem(
    `Column "${name}" must be ${TYPE_NAMES[wanted!]}: found ${describeValue(cell)} in ${where}`,
  );
}

function convert(cell: Exclude<ExcelCell, null>, wanted: ColumnType, texts: TextRules): unknown {
  if (cell instanceof Date) {
    return wanted === "date" ? cell : wanted === "text" ? cell.toISOString() : undefined;
  }
  // A date that was typed as a number would have to be guessed from a day in 1900.
  if (wanted === "date" && typeof cell !== "string") return undefined;
  return typeof cell === "string" ? texts.reader(wanted)(cell) : CELL_READERS[wanted](String(cell));
}

function textOf(cell: ExcelCell | undefined): string {
  if (cell === null || cell === undefined) return "";
  return cell instanceof Date ? cell.toISOString() : String(cell);
}

// Rows that were formatted and never filled.
function withoutEmptyEnd(rows: ExcelSheet["rows"]): ExcelSheet["rows"] {
  const last = rows.findLastIndex((row) => row.some((cell) => cell !== null && cell !== ""));
  return rows.slice(0, last + 1);
}
