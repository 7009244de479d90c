import type { ByteSource } from "../byte_source.ts";
import { setOwn } from "../own_property.ts";
import { CELL_READERS, type ColumnType, TYPE_NAMES } from "../table/column_type.ts";
import type { Row } from "../table/row.ts";
import { type CellReader, columnValues } from "./column_values.ts";
import { guessTypes } from "./guess_types.ts";
import type { CsvReadSettings } from "./load_args.ts";
import { readTable, type TableBlock } from "./read_table.ts";

/** Read a whole table as rows. Each column has one type, found from all of its cells. */
export async function readRows(source: ByteSource, settings: CsvReadSettings): Promise<Row[]> {
  const blocks = await Array.fromAsync(readTable(source, settings));
  const readers = guessTypes(blocks, settings).map(cellReader);
  return blocks.flatMap((block) => toRows(block, { readers, settings, source }));
}

/** Read a whole table as a list of values for each column. */
export async function readColumns(
  source: ByteSource,
  settings: CsvReadSettings,
): Promise<Record<string, unknown[]>> {
  const blocks = await Array.fromAsync(readTable(source, settings));
  const readers = guessTypes(blocks, settings).map(cellReader);
  const { missing } = settings;
  const table: Record<string, unknown[]> = {};
  blocks[0]?.columns.forEach(({ name }, at) => {
    const reader = readers[at]!;
    setOwn(table, name, blocks.flatMap((block) => columnValues(block, at, { reader, missing, source })));
  });
  return table;
}

/** How many rows tell the types of a table that is streamed. */
const SAMPLE_ROWS = 10_000;

/**
 * Read a table as rows, block by block. Types that were not asked for come from its first 10,000 rows, and the others must be
 * of them.
 */
export async function* streamRows(
  source: ByteSource,
  settings: CsvReadSettings,
): AsyncGenerator<Row[], void, undefined> {
  const sample: TableBlock[] = [];
  let rowsLeft = SAMPLE_ROWS;
  let readers: readonly CellReader[] | undefined;
  const guess = () => guessTypes(sample, { ...settings, limit: SAMPLE_ROWS }).map(streamReader(sample));
  for await (const block of readTable(source, settings)) {
    if (readers !== undefined) {
      yield toRows(block, { readers, settings, source });
      continue;
    }
    sample.push(block);
    rowsLeft -= block.rows.length;
    if (rowsLeft > 0) continue;
    readers = guess();
    for (let first = sample.shift(); first !== undefined; first = sample.shift()) {
      yield toRows(first, { readers, settings, source });
    }
  }
  readers ??= guess();
  for (const block of sample) yield toRows(block, { readers, settings, source });
}

interface RowsOptions {
  readonly readers: readonly CellReader[];
  readonly settings: CsvReadSettings;
  readonly source: ByteSource;
}

function toRows(block: TableBlock, { readers, settings: { missing }, source }: RowsOptions): Row[] {
  const rows: Record<string, unknown>[] = block.rows.map(() => ({}));
  block.columns.forEach(({ name }, position) => {
    const values = columnValues(block, position, { reader: readers[position]!, missing, source });
    values.forEach((value, at) => setOwn(rows[at]!, name, value));
  });
  return rows;
}

function cellReader(type: ColumnType = "text"): CellReader {
  return { read: CELL_READERS[type], wanted: TYPE_NAMES[type] };
}

function streamReader(
  sample: readonly TableBlock[],
): (type: ColumnType | undefined, position: number) => CellReader {
  const wanted = sample[0]?.columns.map((column) => column.wanted) ?? [];
  return (type, position) => {
    if (wanted[position] !== undefined) return cellReader(type);
    const advice = `as in the first ${SAMPLE_ROWS} rows (or name its type in load_args.dtype)`;
    if (type === undefined) return { read: () => undefined, wanted: `missing, ${advice}` };
    if (type !== "integer") return { read: CELL_READERS[type], wanted: `${TYPE_NAMES[type]}, ${advice}` };
    // A fraction is a number as well; a whole number that would be rounded is not.
    const { integer, bigint, float } = CELL_READERS;
    const read = (text: string) => integer(text) ?? (bigint(text) === undefined ? float(text) : undefined);
    return { read, wanted: `a number that is held exactly, ${advice}` };
  };
}
