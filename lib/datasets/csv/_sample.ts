import type { TableBlock } from "./read_table.ts";

const MAX_ROWS = 10_000;
const MAX_LENGTH = 1024 * 1024;

/** The beginning of a table, by which the types of a stream are told: 10,000 rows, or fewer that fill a mebibyte. */
export class Sample {
  readonly #blocks: TableBlock[] = [];
  #rows = 0;
  #length = 0;

  /** The blocks that hold it. They may hold more rows, as where blocks end is an accident of how the file was read. */
  get blocks(): readonly TableBlock[] {
    return this.#blocks;
  }

  /** How many rows it has. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether it needs no more rows. */
  get isFull(): boolean {
    return this.#rows >= MAX_ROWS || this.#length >= MAX_LENGTH;
  }

  /** Take what it needs of a block. */
  add(block: TableBlock): void {
    this.#blocks.push(block);
    for (const row of block.rows) {
      if (this.isFull) return;
      this.#rows++;
      for (const cell of row) this.#length += cell.length;
    }
  }

  /** Give the blocks away one by one, so that each can be forgotten after use. */
  *takeBlocks(): Generator<TableBlock, void, undefined> {
    for (let block = this.#blocks.shift(); block !== undefined; block = this.#blocks.shift()) yield block;
  }
}
