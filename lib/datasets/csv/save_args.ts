import { z } from "../../deps/zod.ts";
import { ignoredArgs } from "../argument_table.ts";
import { UTF8_NAMES } from "../file_type.ts";
import { dateFormatSchema } from "../table/load_args.ts";
import { compressionSchema, quoteSchema, separatorSchema } from "./load_args.ts";

/** How to save separated values; the names are those of `DataFrame.to_csv`. */
export interface CsvSaveArgs {
  /** What stands between cells: one character. @default {","} */
  readonly sep?: string;
  /** The columns to write, in this order; a row with others is refused. @default {all, in the order they are first seen} */
  readonly columns?: readonly string[];
  /** Whether to write the names of the columns, or other names to write. @default {true} */
  readonly header?: boolean | readonly string[];
  /** Only `false`: rows have no index. */
  readonly index?: false;
  /** UTF-8; `utf-8-sig` begins the file with a byte order mark, which Excel wants. @default {"utf-8"} */
  readonly encoding?: (typeof UTF8_NAMES)[number];
  /** How to compress; `infer` looks at the end of the file's name. @default {"infer"} */
  readonly compression?: "infer" | "gzip" | null;
  /** What is written for a missing value. @default {""} */
  readonly na_rep?: string;
  /** How numbers with a fraction are written: `%.2f`, `%.3e`. @default {all digits} */
  readonly float_format?: string;
  /** The character before fractions. @default {"."} */
  readonly decimal?: string;
  /** How dates are written, in the words of `strftime`. @default {ISO 8601} */
  readonly date_format?: string;
  /** The character around cells that need it. @default {'"'} */
  readonly quotechar?: string;
  /** Which cells are quoted: 0 those that need it, 1 all, 2 all that are no numbers. @default {0} */
  readonly quoting?: 0 | 1 | 2;
  /** What ends a line. @default {"\n"} */
  readonly lineterminator?: "\n" | "\r\n";
}

/** Checks {@linkcode CsvSaveArgs}. */
export function saveArgsSchema(): z.ZodType<CsvSaveArgs> {
  return z.strictObject({
    sep: separatorSchema().exactOptional(),
    columns: z.array(z.string()).min(1).exactOptional(),
    header: z.union([z.boolean(), z.array(z.string()).min(1)]).exactOptional(),
    index: z.literal(false).exactOptional(),
    encoding: z.enum(UTF8_NAMES).exactOptional(),
    compression: compressionSchema().exactOptional(),
    na_rep: z.string().exactOptional(),
    float_format: z.string().regex(/^%\.\d{1,2}[fe]$/).exactOptional(),
    decimal: z.string().length(1).exactOptional(),
    date_format: dateFormatSchema().exactOptional(),
    quotechar: quoteSchema().exactOptional(),
    quoting: z.union([z.literal(0), z.literal(1), z.literal(2)]).exactOptional(),
    lineterminator: z.enum(["\n", "\r\n"]).exactOptional(),
    mode: z.enum(["w", "wt", "wb"]).exactOptional(),
    ...ignoredArgs("csv", "save_args"),
  });
}
