import type { MissingValues } from "../table/missing_values.ts";
import { ColumnGuess, type ColumnType } from "../table/column_type.ts";
import type { TableBlock } from "./read_table.ts";

/** What to guess from. */
export interface GuessOptions {
  /** Texts that mean a missing value. */
  readonly missing: MissingValues;
  /** How many rows to look at. @default {Infinity} */
  readonly limit?: number | undefined;
}

/** The type of each column: the one asked for, or what its cells look like; `undefined` when all of them are missing. */
export function guessTypes(
  blocks: readonly TableBlock[],
  options: GuessOptions,
): readonly (ColumnType | undefined)[] {
  const columns = blocks[0]?.columns ?? [];
  return columns.map(({ index, wanted }) => {
    if (wanted !== undefined && wanted !== "integer") return wanted;
    const guessed = guessColumn(blocks, index, options);
    // Asked for whole numbers, give those that a number cannot hold as bigint rather than not at all.
    return wanted === undefined || guessed === "bigint" ? guessed : wanted;
  });
}

function guessColumn(
  blocks: readonly TableBlock[],
  index: number,
  { missing, limit = Infinity }: GuessOptions,
): ColumnType | undefined {
  const guess = new ColumnGuess();
  let left = limit;
  for (const { rows } of blocks) {
    for (const row of left < rows.length ? rows.slice(0, left) : rows) {
      const text = row[index]!;
      if (!missing.has(text)) guess.add(text);
      if (guess.isDecided) return guess.type;
    }
    left -= rows.length;
    if (left <= 0) break;
  }
  return guess.type;
}
