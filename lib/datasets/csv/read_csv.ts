import type { ByteSource } from "../byte_source.ts";
import { setOwn } from "../own_property.ts";
import type { Row } from "../table/row.ts";
import { type CellReader, cellReader, columnValues, toRows } from "./cell_reader.ts";
import { TypeGuess } from "./guess_types.ts";
import type { CsvReadSettings } from "./read_settings.ts";
import { readTable, type TableBlock } from "./read_table.ts";

/** Read a whole table as rows. Each column has one type, found from all of its cells. */
export async function readRows(source: ByteSource, settings: CsvReadSettings): Promise<Row[]> {
  const { missing } = settings;
  const { blocks, readers } = await readAll(source, settings);
  return blocks.flatMap((block) => toRows(block, { readers, missing, source }));
}

/** Read a whole table as a list of values for each column. */
export async function readColumns(
  source: ByteSource,
  settings: CsvReadSettings,
): Promise<Record<string, unknown[]>> {
  const { missing } = settings;
  const { blocks, readers } = await readAll(source, settings);
  const table: Record<string, unknown[]> = {};
  blocks[0]?.columns.forEach(({ name }, at) => {
    const reader = readers[at]!;
    setOwn(table, name, blocks.flatMap((block) => columnValues(block, at, { reader, missing, source })));
  });
  return table;
}

interface WholeTable {
  readonly blocks: readonly TableBlock[];
  readonly readers: readonly CellReader[];
}

async function readAll(source: ByteSource, settings: CsvReadSettings): Promise<WholeTable> {
  const guess = new TypeGuess(settings);
  const blocks: TableBlock[] = [];
  for await (const block of readTable(source, settings)) {
    guess.add(block);
    blocks.push(block);
  }
  return { blocks, readers: guess.types.map((type) => cellReader(type, settings.texts)) };
}
