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

/**
 * Check that every row group has a chunk for each column of the schema, in its order, as the format demands. The reader
 * starts on every chunk and waits for those of the schema only: what goes wrong in another would end the process.
 *
 * @throws {DatasetError} When one has not.
 */
export function assertChunks({ schema, row_groups }: ParquetMetadata, source: ByteSource): void {
  const wanted = leafPaths(schema).join("\n");
  for (const { columns } of row_groups) {
    const found = columns.map(({ meta_data }) => (meta_data?.path_in_schema ?? []).join("."));
    if (found.join("\n") === wanted) continue;
    throw source.problem("Bytes must be a Parquet file: its columns are not those of its schema");
  }
}

function leafPaths([root, ...elements]: readonly ParquetElement[]): readonly string[] {
  const paths: string[] = [];
  let at = 0;
  const walk = (count: number, above: readonly string[]): void => {
    for (let i = 0; i < count && at < elements.length; i++) {
      const { name, num_children: inside = 0 } = elements[at++]!;
      if (inside === 0) paths.push([...above, name].join("."));
      else walk(inside, [...above, name]);
    }
  };
  walk(root?.num_children ?? 0, []);
  return paths;
}

// An element is followed by those inside of it.
function endOf(elements: readonly ParquetElement[], at: number): number {
  let end = at + 1;
  for (let count = elements[at]?.num_children ?? 0; count > 0; count--) end = endOf(elements, end);
  return end;
}
