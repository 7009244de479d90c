import type { ByteSource } from "../byte_source.ts";
import { setOwn } from "../own_property.ts";
import { type ColumnType, TYPE_NAMES } from "../table/column_type.ts";
import type { MissingValues } from "../table/missing_values.ts";
import type { Row } from "../table/row.ts";
import type { TextRules } from "../table/text_rules.ts";
import type { TableBlock } from "./read_table.ts";

/** How the cells of a column become values. */
export interface CellReader {
  /** The value of a cell; `undefined` when it has none of the type. */
  read(text: string): unknown;
  /** What a cell must be, for the error. */
  readonly wanted: string;
}

/** Reads cells of a type; a column without any cells may be of any. */
export function cellReader(type: ColumnType = "text", texts: TextRules): CellReader {
  return { read: texts.reader(type), wanted: TYPE_NAMES[type] };
}

/** What it takes to turn cells into values. */
export interface ValueOptions {
  /** Texts that mean a missing value. */
  readonly missing: MissingValues;
  /** Where the cells were read from. */
  readonly source: ByteSource;
}

/** The rows of a block as objects. */
export function toRows(
  block: TableBlock,
  { readers, ...options }: ValueOptions & { readonly readers: readonly CellReader[] },
): Row[] {
  // Rows that begin with all of their columns take less memory than rows that grow.
  const template = Object.fromEntries(block.columns.map(({ name }) => [name, null]));
  const rows: Record<string, unknown>[] = block.rows.map(() => ({ ...template }));
  block.columns.forEach(({ name }, position) => {
    const values = columnValues(block, position, { reader: readers[position]!, ...options });
    values.forEach((value, at) => setOwn(rows[at]!, name, value));
  });
  return rows;
}

/** The values of the column at a position of `block.columns`; missing ones are `null`. */
export function columnValues(
  block: TableBlock,
  position: number,
  { reader, missing, source }: ValueOptions & { readonly reader: CellReader },
): unknown[] {
  const { index, name } = block.columns[position]!;
  return block.rows.map((row, at) => {
    const text = row[index]!;
    if (missing.has(text)) return null;
    const value = reader.read(text);
    if (value !== undefined) return value;
    const found = JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
    throw source.problem(`Column "${name}" must be ${reader.wanted}: found ${found}`, {
      line: block.lineOf(at),
    });
  });
}
