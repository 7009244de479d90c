import { reasonOf } from "../../core/describe_value.ts";
import {
  loadParquetCompressors,
  loadParquetReader,
  type ParquetFile,
  type ParquetMetadata,
} from "../../deps/hyparquet.ts";
import type { ByteSource } from "../byte_source.ts";
import { setOwn } from "../own_property.ts";
import type { Columns, Row } from "../table/row.ts";
import { applyRules, columnRules, isWhole } from "./convert_rows.ts";
import { assertChunks, chooseColumns } from "./file_layout.ts";
import { isSafe } from "./whole_numbers.ts";

/** Read a whole table. */
export async function readParquet(
  source: ByteSource,
  { columns, as }: { readonly columns: readonly string[] | undefined; readonly as: "rows" | "columns" },
): Promise<readonly Row[] | Columns> {
  const bytes = await source.bytes();
  const file: ParquetFile = {
    byteLength: bytes.byteLength,
    slice: (start, end) => bytes.slice(start, end).buffer as ArrayBuffer,
  };
  const metadata = await readMetadata(file, source);
  const chosen = chooseColumns(metadata, columns, source);
  const names = chosen.map(({ name }) => name);
  const rows = await readRows(file, { metadata, columns: names, source });
  const large = new Set(
    chosen.filter((column) => isWhole(column) && rows.some((row) => isLarge(row[column.name])))
      .map(({ name }) => name),
  );
  applyRules(rows, columnRules(chosen, (name) => large.has(name)), (name) => {
    throw source.problem(`Column "${name}" has whole numbers of two kinds`);
  });
  return as === "rows" ? rows : toColumns(rows, names);
}

/** What a file says of itself. */
export async function readMetadata(file: ParquetFile, source: ByteSource): Promise<ParquetMetadata> {
  const { parquetMetadataAsync } = await loadParquetReader();
  const metadata = await wrapped(source, () => parquetMetadataAsync(file));
  assertChunks(metadata, source);
  return metadata;
}

/** Which rows to read. */
export interface ReadRowsOptions {
  /** What the file says of itself. */
  readonly metadata: ParquetMetadata;
  /** The columns to read. */
  readonly columns: readonly string[];
  /** Where the file was read from. */
  readonly source: ByteSource;
  /** First row, from 0. @default {0} */
  readonly firstRow?: number;
  /** Row after the last one. @default {the end} */
  readonly endRow?: number;
}

/** Some rows of a file, as they are in it. */
export async function readRows(
  file: ParquetFile,
  { metadata, columns, source, firstRow, endRow }: ReadRowsOptions,
): Promise<Record<string, unknown>[]> {
  if (columns.length === 0) return [];
  const { parquetReadObjects } = await loadParquetReader();
  const codecs = new Set(
    metadata.row_groups.flatMap((group) => group.columns.map(({ meta_data }) => meta_data?.codec)),
  );
  const isPlain = [...codecs].every((codec) => codec === "SNAPPY" || codec === "UNCOMPRESSED");
  const compressors = isPlain ? undefined : await loadParquetCompressors();
  const options = { file, metadata, columns, rowStart: firstRow, rowEnd: endRow, utf8: false, compressors };
  return await wrapped(source, () => parquetReadObjects(options));
}

async function wrapped<T>(source: ByteSource, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    // What went wrong with the store is told better by itself.
    if (cause instanceof Error && ["StoreError", "DatasetError", "AbortError"].includes(cause.name)) {
      throw cause;
    }
    throw source.problem(`Bytes must be a Parquet file: ${reasonOf(cause)}`, { cause });
  }
}

function isLarge(value: unknown): boolean {
  return typeof value === "bigint" && !isSafe(value);
}

function toColumns(rows: readonly Row[], names: readonly string[]): Columns {
  const table: Record<string, unknown[]> = {};
  for (const name of names) setOwn(table, name, rows.map((row) => row[name]));
  return table;
}
