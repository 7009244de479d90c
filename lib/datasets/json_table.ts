import { z } from "../deps/zod.ts";
import { ignoredArgs } from "./argument_table.ts";
import type { DatasetType } from "./dataset_type.ts";
import { fileFields, type FileOptions, fileType } from "./file_type.ts";
import { lazyCodec } from "./lazy_codec.ts";

/** How a table is laid out as JSON; the names are those of pandas. */
export type JsonOrient = "columns" | "records" | "index" | "split" | "values";

/** How to load a table from JSON; the names are those of `pandas.read_json`. */
export interface JsonTableLoadArgs {
  /** How it is laid out. @default {"columns"; with `lines`, "records"} */
  readonly orient?: JsonOrient;
  /** Each line is a row. @default {false} */
  readonly lines?: boolean;
  /** Columns of dates: milliseconds since 1970, or ISO 8601. @default {none} */
  readonly convert_dates?: readonly string[] | false;
  /** The form of the table: a list of rows, or a list of values for each column. @default {"rows"} */
  readonly as?: "rows" | "columns";
}

/** How to save a table as JSON; the names are those of `DataFrame.to_json`. */
export interface JsonTableSaveArgs {
  /** How to lay it out. @default {"columns"; with `lines`, "records"} */
  readonly orient?: JsonOrient;
  /** Each row is a line. @default {false} */
  readonly lines?: boolean;
  /** Spaces per level; `null` or 0 for one line. @default {one line} */
  readonly indent?: number | null;
  /** Dates as milliseconds since 1970, or as ISO 8601. @default {"epoch"} */
  readonly date_format?: "epoch" | "iso";
}

/** Fields of a `json_table` entry. */
export interface JsonTableOptions extends FileOptions {
  /** How to load. */
  readonly load_args?: JsonTableLoadArgs;
  /** How to save. */
  readonly save_args?: JsonTableSaveArgs;
}

/** A table as JSON, in the layouts of pandas. */
export const JSON_TABLE: DatasetType<JsonTableOptions> = fileType({
  type: "json_table",
  aliases: ["pandas.JSONDataset"],
  schema: () => {
    const orient = z.enum(["columns", "records", "index", "split", "values"]).exactOptional();
    const needsRecords = ({ orient, lines }: { orient?: string; lines?: boolean }) =>
      lines !== true || orient === undefined || orient === "records";
    const message = "must have orient: records where lines is true";
    return z.strictObject({
      ...fileFields(),
      load_args: z.strictObject({
        orient,
        lines: z.boolean().exactOptional(),
        convert_dates: z.union([z.array(z.string()), z.literal(false)]).exactOptional(),
        as: z.enum(["rows", "columns"]).exactOptional(),
        ...ignoredArgs("json_table", "load_args"),
      }).refine(needsRecords, { message }).exactOptional(),
      save_args: z.strictObject({
        orient,
        lines: z.boolean().exactOptional(),
        indent: z.int().min(0).max(10).nullable().exactOptional(),
        date_format: z.enum(["epoch", "iso"]).exactOptional(),
        ...ignoredArgs("json_table", "save_args"),
        index: z.literal(false).exactOptional(),
      }).refine(needsRecords, { message }).exactOptional(),
    });
  },
  codec: (options) =>
    lazyCodec("json_table", async () => {
      const { jsonTableCodec }: typeof import("./json_table/codec.ts") = await import(CODEC);
      return jsonTableCodec(options);
    }),
});

const CODEC: string = "./json_table/codec.ts";
