import { z } from "../deps/zod.ts";
import { ignoredArgs } from "./argument_table.ts";
import { tableArgsSchema, type TableLoadArgs } from "./table/load_args.ts";
import type { DatasetType } from "./dataset_type.ts";
import { fileFields, type FileOptions, fileType } from "./file_type.ts";
import { lazyCodec } from "./lazy_codec.ts";

/** How to load a workbook; the names are those of `pandas.read_excel`. */
export interface ExcelLoadArgs extends Omit<TableLoadArgs, "usecols"> {
  /** The sheet, by name or by number from 0; several by a list, all by `null`: these give a map of tables. @default {0} */
  readonly sheet_name?: string | number | readonly (string | number)[] | null;
  /** The columns to load: names, numbers from 0, or letters as in `"A:C,F"`. @default {all} */
  readonly usecols?: string | readonly (string | number)[];
  /** The form of a table: a list of rows, or a list of values for each column. @default {"rows"} */
  readonly as?: "rows" | "columns";
}

/** How to save a workbook; the names are those of `DataFrame.to_excel`. */
export interface ExcelSaveArgs {
  /** Name of the sheet, when the value is one table. @default {"Sheet1"} */
  readonly sheet_name?: string;
  /** The columns to write, in this order; a row with others is refused. @default {all, in the order they are first seen} */
  readonly columns?: readonly string[];
  /** Whether to write the names of the columns. @default {true} */
  readonly header?: boolean;
}

/** Fields of an `excel` entry. */
export interface ExcelOptions extends FileOptions {
  /** How to load. */
  readonly load_args?: ExcelLoadArgs;
  /** How to save. */
  readonly save_args?: ExcelSaveArgs;
}

/** A table, or several as sheets, as a workbook of Excel. */
export const EXCEL: DatasetType<ExcelOptions> = fileType({
  type: "excel",
  aliases: ["pandas.ExcelDataset"],
  schema: () => {
    const sheet = z.union([z.string().min(1), z.int().min(0)]);
    const { usecols, ...tableArgs } = tableArgsSchema();
    return z.strictObject({
      ...fileFields(),
      load_args: z.strictObject({
        ...tableArgs,
        sheet_name: z.union([sheet, z.array(sheet).min(1), z.null()]).exactOptional(),
        usecols: z.union([
          z.string().regex(/^[A-Za-z]{1,3}(:[A-Za-z]{1,3})?(,[A-Za-z]{1,3}(:[A-Za-z]{1,3})?)*$/),
          usecols.unwrap(),
        ])
          .exactOptional(),
        as: z.enum(["rows", "columns"]).exactOptional(),
        ...ignoredArgs("excel", "load_args"),
      }).exactOptional(),
      save_args: z.strictObject({
        sheet_name: z.string().regex(/^[^\][:*?/\\]{1,31}$/).exactOptional(),
        columns: z.array(z.string()).min(1).exactOptional(),
        header: z.boolean().exactOptional(),
        index: z.literal(false).exactOptional(),
        ...ignoredArgs("excel", "save_args"),
      }).exactOptional(),
      writer_args: z.record(z.string(), z.unknown()).exactOptional(),
    });
  },
  codec: (options) =>
    lazyCodec("excel", async () => {
      const { excelCodec }: typeof import("./excel/codec.ts") = await import(CODEC);
      return excelCodec(options);
    }),
});

const CODEC: string = "./excel/codec.ts";
