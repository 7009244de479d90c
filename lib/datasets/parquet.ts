import { z } from "../deps/zod.ts";
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
    z.strictObject({
      ...fileFields(),
      load_args: z.strictObject({
        columns: z.array(z.string()).min(1).nullable().exactOptional(),
        as: z.enum(["rows", "columns"]).exactOptional(),
        stream: z.boolean().exactOptional(),
        ...ignoredArgs("parquet", "load_args"),
      }).refine(({ as, stream }) => as !== "columns" || stream !== true, {
        message: "cannot stream columns: leave out stream, or as",
      }).exactOptional(),
      save_args: z.strictObject({
        compression: z.enum(["snappy", "gzip", "brotli", "zstd"]).nullable().exactOptional(),
        row_group_size: z.int().min(1).exactOptional(),
        dtype: z.record(z.string(), z.enum(["int64", "float64", "bool", "str", "datetime64[ns]", "json"]))
          .exactOptional(),
        ...ignoredArgs("parquet", "save_args"),
        index: z.union([z.literal(false), z.null()]).exactOptional(),
      }).exactOptional(),
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
