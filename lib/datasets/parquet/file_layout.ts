import { listWords } from "../../core/describe_value.ts";
import { didYouMean } from "../../core/suggest.ts";
import type { ParquetElement, ParquetMetadata } from "../../deps/hyparquet.ts";
import type { ByteSource } from "../byte_source.ts";

/** Rows that lie together in a file. */
export interface RowGroup {
  /** First row, from 0. */
  readonly firstRow: number;
  /** Row after the last one. */
  readonly endRow: number;
  /** First byte. */
  readonly start: number;
  /** Byte after the last one. */
  readonly end: number;
}

/** The row groups of a file, in order of their rows. */
export function rowGroups({ row_groups }: ParquetMetadata): readonly RowGroup[] {
  let firstRow = 0;
  return row_groups.map(({ num_rows, columns }) => {
    const ranges = columns.flatMap(({ meta_data }) => {
      if (meta_data === undefined) return [];
      const { dictionary_page_offset, data_page_offset, total_compressed_size } = meta_data;
      const start = Number(dictionary_page_offset || data_page_offset);
      return [{ start, end: start + Number(total_compressed_size) }];
    });
    const group = {
      firstRow,
      endRow: firstRow + Number(num_rows),
      start: Math.min(...ranges.map(({ start }) => start)),
      end: Math.max(...ranges.map(({ end }) => end)),
    };
    firstRow = group.endRow;
    return group;
  });
}

/** The outermost columns of a file that are to be read. */
export function chooseColumns(
  { schema: [root, ...elements] }: ParquetMetadata,
  wanted: readonly string[] | undefined,
  source: ByteSource,
): readonly ParquetElement[] {
  const columns: ParquetElement[] = [];
  let at = 0;
  for (let count = root?.num_children ?? 0; count > 0 && at < elements.length; count--) {
    columns.push(elements[at]!);
    at = endOf(elements, at);
  }
  const names = columns.map(({ name }) => name);
  for (const name of wanted ?? []) {
    if (names.includes(name)) continue;
    const known = names.length > 12 ? `${names.length} columns` : listWords(names, "and");
    throw source.problem(
      `There is no column "${name}", which load_args.columns names; it has ${known}${
        didYouMean(name, names)
      }`,
    );
  }
  if (wanted !== undefined) return wanted.map((name) => columns[names.indexOf(name)]!);
  // Rows have no index: what pandas keeps of one without a name is no column.
  return columns.filter(({ name }) => !/^__index_level_\d+__$/.test(name));
}

// An element is followed by those inside of it.
function endOf(elements: readonly ParquetElement[], at: number): number {
  let end = at + 1;
  for (let count = elements[at]?.num_children ?? 0; count > 0; count--) end = endOf(elements, end);
  return end;
}
