import { z } from "../../deps/zod.ts";
import { ignoredArgs } from "../argument_table.ts";
import { UTF8_NAMES } from "../file_type.ts";
import { tableArgsSchema, type TableLoadArgs } from "../table/load_args.ts";

/** How to load separated values; the names and defaults are those of `pandas.read_csv`. */
export interface CsvLoadArgs extends TableLoadArgs {
  /** What stands between cells: one character. @default {","} */
  readonly sep?: string;
  /** Another name for `sep`. */
  readonly delimiter?: string;
  /** The form of the table: a list of rows, or a list of values for each column. @default {"rows"} */
  readonly as?: "rows" | "columns";
  /** Load an async iterable of rows, in memory that does not grow with the file. @default {false} */
  readonly stream?: boolean;
  /** How the text is encoded, by the names of Python. @default {"utf-8"} */
  readonly encoding?: (typeof UTF8_NAMES)[number] | (typeof OTHER_ENCODINGS)[number];
  /** How the file is compressed; `infer` looks at the end of its name. @default {"infer"} */
  readonly compression?: "infer" | "gzip" | null;
  /** The character around cells that hold separators. @default {'"'} */
  readonly quotechar?: string;
  /** Whether quotes mean anything: 0 or 1, or 3 for never. @default {0} */
  readonly quoting?: 0 | 1 | 3;
}

/** One character that separates cells. */
export function separatorSchema(): z.ZodString {
  return z.string().length(1).refine(
    (text) => !/["\r\n-]/.test(text),
    "must not be a quote, a minus or a line end",
  );
}

/** One character that cells are quoted with. */
export function quoteSchema(): z.ZodString {
  return z.string().length(1).refine((text) => /^[!-,./:-@[-`{-~]$/.test(text), "must be a mark of ASCII");
}

/** Ways that files are compressed. */
export function compressionSchema(): z.ZodNullable<z.ZodEnum<{ infer: "infer"; gzip: "gzip" }>> {
  return z.enum(["infer", "gzip"]).nullable();
}

/** Names of encodings beside UTF-8 that are read, as Python has them. */
export const OTHER_ENCODINGS = [
  ...["latin-1", "latin1", "iso-8859-1", "iso-8859-15", "cp1250", "cp1251", "cp1252", "windows-1252"],
  ...["utf-16", "utf-16-le", "utf-16-be", "shift_jis", "euc_kr", "gbk", "gb18030", "big5", "koi8-r"],
] as const;

/** Checks {@linkcode CsvLoadArgs}. */
export function loadArgsSchema(): z.ZodType<CsvLoadArgs> {
  return z.strictObject({
    ...tableArgsSchema(),
    sep: separatorSchema().exactOptional(),
    delimiter: separatorSchema().exactOptional(),
    as: z.enum(["rows", "columns"]).exactOptional(),
    stream: z.boolean().exactOptional(),
    encoding: z.enum([...UTF8_NAMES, ...OTHER_ENCODINGS]).exactOptional(),
    compression: compressionSchema().exactOptional(),
    quotechar: quoteSchema().exactOptional(),
    quoting: z.union([z.literal(0), z.literal(1), z.literal(3)]).exactOptional(),
    ...ignoredArgs("csv", "load_args"),
  })
    .refine(({ sep, delimiter }) => sep === undefined || delimiter === undefined, {
      message: "must have sep or delimiter, not both",
    })
    .refine(({ as, stream }) => as !== "columns" || stream !== true, {
      message: "cannot stream columns: leave out stream, or as",
    });
}
