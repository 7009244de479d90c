import { z } from "../deps/zod.ts";
import { streamFrom } from "./byte_source.ts";
import type { Codec } from "./codec.ts";
import { type CsvLoadArgs, loadArgsSchema, readSettings } from "./csv/load_args.ts";
import { readColumns, readRows } from "./csv/read_csv.ts";
import { type CsvSaveArgs, saveArgsSchema } from "./csv/save_args.ts";
import { streamRows } from "./csv/stream_csv.ts";
import { writeCsv } from "./csv/write_csv.ts";
import type { DatasetType } from "./dataset_type.ts";
import { oneByOne } from "./one_by_one.ts";
import { fileFields, type FileOptions, fileType } from "./file_type.ts";

/** Fields of a `csv` entry. */
export interface CsvOptions extends FileOptions {
  /** How to load. */
  readonly load_args?: CsvLoadArgs;
  /** How to save. */
  readonly save_args?: CsvSaveArgs;
}

/** A table as separated values. */
export const CSV: DatasetType<CsvOptions> = fileType({
  type: "csv",
  aliases: ["pandas.CSVDataset"],
  schema: () =>
    z.strictObject({
      ...fileFields(),
      load_args: loadArgsSchema().exactOptional(),
      save_args: saveArgsSchema().exactOptional(),
    }),
  codec: csvCodec,
  streamed: ({ load_args: { as: _as, ...load_args } = {}, ...options }) => ({
    ...options,
    load_args: { ...load_args, stream: true },
  }),
});

function csvCodec({ load_args = {}, save_args = {} }: CsvOptions): Codec {
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
