import type { MissingValues } from "../table/missing_values.ts";
import type { ByteSource } from "../byte_source.ts";
import type { TableBlock } from "./read_table.ts";

/** How the cells of a column become values. */
export interface CellReader {
  /** The value of a cell; `undefined` when it has none of the type. */
  read(text: string): unknown;
  /** What a cell must be, for the error. */
  readonly wanted: string;
}

/** What {@linkcode columnValues} needs. */
export interface ColumnValuesOptions {
  /** How to read the cells. */
  readonly reader: CellReader;
  /** Texts that mean a missing value. */
  readonly missing: MissingValues;
  /** Where the block was read from. */
  readonly source: ByteSource;
}

/** The values of the column at a position of `block.columns`; missing ones are `null`. */
export function columnValues(block: TableBlock, position: number, options: ColumnValuesOptions): unknown[] {
  const { reader, missing, source } = options;
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
