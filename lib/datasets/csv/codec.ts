import { streamFrom } from "../byte_source.ts";
import type { Codec } from "../codec.ts";
import type { CsvOptions } from "../csv.ts";
import { oneByOne } from "../one_by_one.ts";
import { readSettings } from "./load_args.ts";
import { readColumns, readRows } from "./read_csv.ts";
import { streamRows } from "./stream_csv.ts";
import { writeCsv } from "./write_csv.ts";

/** Separated values, as checked options describe them. */
export function csvCodec({ load_args = {}, save_args = {} }: CsvOptions): Codec {
  const settings = readSettings(load_args);
  return {
    type: "csv",
    encode: (value) => writeCsv(value, save_args),
    decode(source): Promise<unknown> {
      if (load_args.stream === true) {
        return streamFrom(source, (source) => oneByOne(streamRows(source, settings)));
      }
      return load_args.as === "columns" ? readColumns(source, settings) : readRows(source, settings);
    },
  };
}
