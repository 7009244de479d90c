import type { ByteSource } from "../byte_source.ts";
import { chooseColumns, type Column, givenNames, uniqueNames } from "../table/columns.ts";
import type { CsvReadSettings } from "./read_settings.ts";
import { type CellBlock, readCells } from "./read_cells.ts";

/** Rows of cells below a header, all as wide as it. */
export interface TableBlock extends CellBlock {
  /** The columns to load, the same for all blocks. */
  readonly columns: readonly Column[];
}

/** Read separated values as a table of texts, piece by piece. A file of a header alone gives one block without rows. */
export async function* readTable(
  source: ByteSource,
  settings: CsvReadSettings,
): AsyncGenerator<TableBlock, void, undefined> {
  const { headerRow = -1, maxRows } = settings;
  let skipped = 0;
  let rows = 0;
  let header: { readonly width: number; readonly columns: readonly Column[] } | undefined;
  for await (const block of readCells(source, settings)) {
    let first = 0;
    if (header === undefined) {
      const at = headerRow - skipped;
      skipped += block.rows.length;
      if (at >= block.rows.length) continue;
      const names = columnNames(block.rows[Math.max(at, 0)], settings, source);
      if (names === undefined) continue;
      header = { width: names.length, columns: chooseColumns(names, settings, source) };
      first = at + 1;
    }
    const whole = tableBlock(block, { first, left: maxRows - rows }, header, source);
    rows += whole.rows.length;
    yield whole;
    if (rows >= maxRows) return;
  }
}

function columnNames(
  row: readonly string[] | undefined,
  { names, headerRow, usecols }: CsvReadSettings,
  source: ByteSource,
): readonly string[] | undefined {
  if (row === undefined) return undefined;
  const given = names && givenNames(names, { width: row.length, usecols });
  if (names !== undefined && given === undefined) {
    const found = `the file has ${row.length} columns`;
    throw source.problem(`load_args.names must name every column: it names ${names.length}, ${found}`);
  }
  return uniqueNames(given ?? (headerRow === undefined ? row.map((_, index) => `${index}`) : row));
}

function tableBlock(
  block: CellBlock,
  { first, left }: { readonly first: number; readonly left: number },
  { width, columns }: { readonly width: number; readonly columns: readonly Column[] },
  source: ByteSource,
): TableBlock {
  const end = first + left;
  const rows = first === 0 && end >= block.rows.length ? block.rows : block.rows.slice(first, end);
  const lineOf = (row: number) => block.lineOf(row + first);
  const wrong = rows.findIndex((row) => row.length !== width);
  if (wrong >= 0) {
    const found = `this one has ${rows[wrong]!.length}`;
    throw source.problem(`Rows must have ${width} cell${width === 1 ? "" : "s"}: ${found}`, {
      line: lineOf(wrong),
    });
  }
  return { rows, lineOf, columns };
}
