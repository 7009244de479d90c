import { ColumnGuess, type ColumnType } from "../table/column_type.ts";
import type { TableSettings } from "../table/settings.ts";
import type { MissingValues } from "../table/missing_values.ts";
import type { TextRules } from "../table/text_rules.ts";
import type { Column } from "../table/columns.ts";
import type { TableBlock } from "./read_table.ts";

/** Finds out the types of the columns of a table, block by block. */
export class TypeGuess {
  readonly #missing: MissingValues;
  readonly #texts: TextRules;
  #columns: readonly Column[] = [];
  #guesses: readonly ColumnGuess[] = [];

  constructor({ missing, texts }: Pick<TableSettings, "missing" | "texts">) {
    this.#missing = missing;
    this.#texts = texts;
  }

  /** Look at the first `limit` rows of a block. */
  add(block: TableBlock, limit: number = block.rows.length): void {
    if (this.#columns.length === 0) {
      this.#columns = block.columns;
      this.#guesses = block.columns.map(() => new ColumnGuess());
    }
    const { number, boolean } = this.#texts;
    this.#columns.forEach(({ index, wanted }, at) => {
      const guess = this.#guesses[at]!;
      if (wanted !== undefined && wanted !== "integer") return;
      for (let row = 0; row < limit && !guess.isDecided; row++) {
        const text = block.rows[row]![index]!;
        if (!this.#missing.has(text)) guess.add(text, number === undefined ? text : number(text), boolean);
      }
    });
  }

  /** The type of each column: the one asked for, or what its cells look like; `undefined` when all of them are missing. */
  get types(): readonly (ColumnType | undefined)[] {
    return this.#columns.map(({ wanted }, at) => {
      const { type } = this.#guesses[at]!;
      // Asked for whole numbers, give those that a number cannot hold as bigint rather than not at all.
      return wanted === "integer" && type === "bigint" ? type : wanted ?? type;
    });
  }
}
