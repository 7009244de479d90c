import { z } from "../deps/zod.ts";
import { type CsvLoadArgs, loadArgsSchema } from "./csv/load_args.ts";
import { type CsvSaveArgs, saveArgsSchema } from "./csv/save_args.ts";
import type { DatasetType } from "./dataset_type.ts";
import { fileFields, type FileOptions, fileType } from "./file_type.ts";
import { lazyCodec } from "./lazy_codec.ts";

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
  codec: (options) =>
    lazyCodec("csv", async () => {
      const { csvCodec }: typeof import("./csv/codec.ts") = await import(CODEC);
      return csvCodec(options);
    }),
  streamed: ({ load_args: { as: _as, ...load_args } = {}, ...options }) => ({
    ...options,
    load_args: { ...load_args, stream: true },
  }),
});

const CODEC: string = "./csv/codec.ts";
