import * as s from "../core/shapes.ts";
import { ignoredArgs } from "./argument_table.ts";
import type { DatasetType } from "./dataset_type.ts";
import { fileFields, type FileOptions, fileType } from "./file_type.ts";
import { lazyCodec } from "./lazy_codec.ts";

/** How to load a Parquet file; the names are those of `pandas.read_parquet`. */
export interface ParquetLoadArgs {
  /** The columns to load. @default {all} */
  readonly columns?: readonly string[] | null;
  /** The form of the table: a list of rows, or a list of values for each column. @default {"rows"} */
  readonly as?: "rows" | "columns";
  /** Load an async iterable of rows; one row group is in memory at a time. @default {false} */
  readonly stream?: boolean;
}

/** How to save a Parquet file; the names are those of `DataFrame.to_parquet`. */
export interface ParquetSaveArgs {
  /** How to compress. @default {"snappy"} */
  readonly compression?: ParquetCompression | null;
  /** Rows that are written, and later read, together. @default {20000} */
  readonly row_group_size?: number;
  /** Types of columns, where the rows do not tell: of those that come one by one, the first `row_group_size` decide. */
  readonly dtype?: Readonly<Record<string, ParquetType>>;
}

/** Ways to compress. */
export type ParquetCompression = "snappy" | "gzip" | "brotli" | "zstd";

/** Types of columns that are written. */
export type ParquetType = "int64" | "float64" | "bool" | "str" | "datetime64[ns]" | "json";

/** Fields of a `parquet` entry. */
export interface ParquetOptions extends FileOptions {
  /** How to load. */
  readonly load_args?: ParquetLoadArgs;
  /** How to save. */
  readonly save_args?: ParquetSaveArgs;
}

/** A table as Apache Parquet. */
export const PARQUET: DatasetType<ParquetOptions> = fileType({
  type: "parquet",
  aliases: ["pandas.ParquetDataset"],
  schema: () =>
    s.map({
      ...fileFields(),
      load_args: s.map({
        columns: s.list(s.text(), { min: 1 }).nullable().optional(),
        as: s.choice(["rows", "columns"]).optional(),
        stream: s.flag().optional(),
        ...ignoredArgs("parquet", "load_args"),
      }).where(
        ({ as, stream }) => as !== "columns" || stream !== true,
        "cannot stream columns: leave out stream, or as",
      ).optional(),
      save_args: s.map({
        compression: s.choice(["snappy", "gzip", "brotli", "zstd"]).nullable().optional(),
        row_group_size: s.whole({ min: 1 }).optional(),
        dtype: s.dictionary(s.choice(["int64", "float64", "bool", "str", "datetime64[ns]", "json"]))
          .optional(),
        ...ignoredArgs("parquet", "save_args"),
        index: s.choice([false, null]).optional(),
      }).optional(),
    }),
  codec: (options) =>
    lazyCodec("parquet", async () => {
      const { parquetCodec }: typeof import("./parquet/codec.ts") = await import(CODEC);
      return parquetCodec(options);
    }),
  streamed: ({ load_args: { as: _as, ...load_args } = {}, ...options }) => ({
    ...options,
    load_args: { ...load_args, stream: true },
  }),
});

const CODEC: string = "./parquet/codec.ts";
