import type { ByteSource } from "../byte_source.ts";
import { setOwn } from "../own_property.ts";
import { CELL_READERS, type ColumnType, TYPE_NAMES } from "../table/column_type.ts";
import type { Row } from "../table/row.ts";
import type { MissingValues } from "../table/missing_values.ts";
import { Sample } from "./_sample.ts";
import { type CellReader, columnValues } from "./column_values.ts";
import { guessTypes } from "./guess_types.ts";
import type { CsvReadSettings } from "./load_args.ts";
import { readTable, type TableBlock } from "./read_table.ts";

/** Read a whole table as rows. Each column has one type, found from all of its cells. */
export async function readRows(source: ByteSource, settings: CsvReadSettings): Promise<Row[]> {
  const blocks = await Array.fromAsync(readTable(source, settings));
  const readers = guessTypes(blocks, settings).map(cellReader);
  return blocks.flatMap((block) => toRows(block, { readers, missing: settings.missing, source }));
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

/**
 * Read a table as rows, block by block. Types that were not asked for come from its first 10,000 rows (or as many as fill a
 * mebibyte), and the others must be of them.
 */
export async function* streamRows(
  source: ByteSource,
  settings: CsvReadSettings,
): AsyncGenerator<Row[], void, undefined> {
  const { missing } = settings;
  const sample = new Sample();
  let readers: readonly CellReader[] | undefined;
  for await (const block of readTable(source, settings)) {
    if (readers !== undefined) {
      yield toRows(block, { readers, missing, source });
      continue;
    }
    sample.add(block);
    if (!sample.isFull) continue;
    readers = streamReaders(sample, missing);
    for (const first of sample.takeBlocks()) yield toRows(first, { readers, missing, source });
  }
  readers ??= streamReaders(sample, missing);
  for (const block of sample.takeBlocks()) yield toRows(block, { readers, missing, source });
}

interface RowsOptions {
  readonly readers: readonly CellReader[];
  readonly missing: MissingValues;
  readonly source: ByteSource;
}

function toRows(block: TableBlock, { readers, missing, source }: RowsOptions): Row[] {
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

function streamReaders({ blocks, rows }: Sample, missing: MissingValues): readonly CellReader[] {
  const columns = blocks[0]?.columns ?? [];
  const advice = `as in the first ${rows} rows (or name its type in load_args.dtype)`;
  return guessTypes(blocks, { missing, limit: rows }).map((type, at) => {
    if (columns[at]!.wanted !== undefined) return cellReader(type);
    if (type === undefined) return { read: () => undefined, wanted: `missing, ${advice}` };
    if (type !== "integer") return { read: CELL_READERS[type], wanted: `${TYPE_NAMES[type]}, ${advice}` };
    // A fraction is a number as well; a whole number that would be rounded is not.
    const { integer, bigint, float } = CELL_READERS;
    const read = (text: string) => integer(text) ?? (bigint(text) === undefined ? float(text) : undefined);
    return { read, wanted: `a number that is held exactly, ${advice}` };
  });
}
