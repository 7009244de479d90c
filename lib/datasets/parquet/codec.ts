import { streamFrom } from "../byte_source.ts";
import type { Codec } from "../codec.ts";
import { oneByOne } from "../one_by_one.ts";
import type { ParquetOptions } from "../parquet.ts";
import { readParquet } from "./read_parquet.ts";
import { streamParquet } from "./stream_parquet.ts";
import { writeParquet } from "./write_parquet.ts";

/** The format that checked fields of an entry describe. */
export function parquetCodec({ load_args = {}, save_args = {} }: ParquetOptions): Codec {
  const { as = "rows", stream = false } = load_args;
  const columns = load_args.columns ?? undefined;
  return {
    type: "parquet",
    encode: (value) => writeParquet(value, save_args),
    decode: (source) =>
      stream
        ? streamFrom(source, (source) => oneByOne(streamParquet(source, columns)))
        : readParquet(source, { columns, as }),
  };
}
