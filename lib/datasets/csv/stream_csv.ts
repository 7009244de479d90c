import type { ByteSource } from "../byte_source.ts";
import { CELL_READERS, TYPE_NAMES } from "../table/column_type.ts";
import type { Row } from "../table/row.ts";
import { type CellReader, cellReader, toRows } from "./cell_reader.ts";
import type { Column } from "../table/columns.ts";
import { TypeGuess } from "./guess_types.ts";
import type { CsvReadSettings } from "./read_settings.ts";
import type { TextRules } from "../table/text_rules.ts";
import { readTable } from "./read_table.ts";

const SAMPLE_ROWS = 10_000;
const SAMPLE_LENGTH = 1024 * 1024;

/**
 * Read a table as rows, block by block. Types that were not asked for come from its first 10,000 rows (or as many as fill a
 * mebibyte), and the others must be of them.
 */
export async function* streamRows(
  source: ByteSource,
  settings: CsvReadSettings,
): AsyncGenerator<Row[], void, undefined> {
  const { missing } = settings;
  // The beginning is read twice. Kept until its types are known, it would teach V8 that rows live long, and all later rows
  // would be made where memory is seldom freed.
  const { columns, readers } = await readSample(source, settings);
  for await (const block of readTable(source, settings)) {
    if (block.columns.map(({ name }) => name).join() !== columns.map(({ name }) => name).join()) {
      throw source.problem("Its columns changed while it was read");
    }
    yield toRows(block, { readers, missing, source });
  }
}

interface Sample {
  readonly columns: readonly Column[];
  readonly readers: readonly CellReader[];
}

async function readSample(source: ByteSource, settings: CsvReadSettings): Promise<Sample> {
  const guess = new TypeGuess(settings);
  let columns: readonly Column[] = [];
  let rows = 0;
  let length = 0;
  for await (const block of readTable(source, settings)) {
    let taken = 0;
    for (; taken < block.rows.length && rows + taken < SAMPLE_ROWS && length < SAMPLE_LENGTH; taken++) {
      for (const cell of block.rows[taken]!) length += cell.length;
    }
    guess.add(block, taken);
    columns = block.columns;
    rows += taken;
    // Where blocks end is an accident of how the file was read, so the rest of this one is not looked at.
    if (taken < block.rows.length) break;
  }
  return { columns, readers: sampleReaders(columns, guess, { rows, texts: settings.texts }) };
}

function sampleReaders(
  columns: readonly Column[],
  { types }: TypeGuess,
  { rows, texts }: { readonly rows: number; readonly texts: TextRules },
): readonly CellReader[] {
  const advice = `as in the first ${rows} rows (or name its type in load_args.dtype)`;
  return columns.map(({ wanted }, at) => {
    const type = types[at];
    if (wanted !== undefined) return cellReader(type, texts);
    if (type === undefined) return { read: () => undefined, wanted: `missing, ${advice}` };
    if (type !== "integer") return { ...cellReader(type, texts), wanted: `${TYPE_NAMES[type]}, ${advice}` };
    // A fraction is a number as well; a whole number that would be rounded is not.
    const { integer, bigint, float } = CELL_READERS;
    const read = (written: string) => {
      const text = texts.number === undefined ? written : texts.number(written);
      return integer(text) ?? (bigint(text) === undefined ? float(text) : undefined);
    };
    return { read, wanted: `a number that is held exactly, ${advice}` };
  });
}
