import { loadDsv } from "../../deps/d3_dsv.ts";
import type { ByteSource } from "../byte_source.ts";
import { countLineEnds } from "../utf8.ts";
import { cutRows, type RowText } from "./cut_rows.ts";
import { swapQuotes } from "./quotes.ts";
import type { CsvReadSettings } from "./read_settings.ts";

/** Rows of cells as they are written; blank lines are left out. */
export interface CellBlock {
  /** The rows. */
  readonly rows: readonly (readonly string[])[];
  /** Line on which a row of the block, from 0, begins. */
  lineOf(row: number): number;
}

/** Read separated values as cells, piece by piece. */
export async function* readCells(
  source: ByteSource,
  { separator, quote }: Pick<CsvReadSettings, "separator" | "quote">,
): AsyncGenerator<CellBlock, void, undefined> {
  const { parseRows } = await loadDsv(separator);
  for await (const piece of cutRows(source, separator)) {
    const rows = parseRows(piece.text);
    const written = quote === undefined
      ? rows
      : rows.map((row) => row.map((cell) => swapQuotes(cell, quote)));
    yield withoutBlanks(written, piece);
  }
}

function withoutBlanks(all: readonly (readonly string[])[], { line, blank }: RowText): CellBlock {
  const isBlank = (index: number): boolean => {
    if (blank !== undefined) return blank.has(index);
    const row = all[index]!;
    return row.length === 1 && row[0]!.trim() === "";
  };
  return {
    rows: all.some((_, index) => isBlank(index)) ? all.filter((_, index) => !isBlank(index)) : all,
    lineOf(row): number {
      let at = line;
      for (let index = 0, left = row; index < all.length; index++) {
        if (!isBlank(index) && left-- === 0) break;
        at += 1 + all[index]!.reduce((count, cell) => count + countLineEnds(cell), 0);
      }
      return at;
    },
  };
}
