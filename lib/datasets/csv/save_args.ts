import { z } from "../../deps/zod.ts";
import { UTF8_NAMES } from "../file_type.ts";
import { separatorSchema } from "./load_args.ts";

/** How to save separated values; the names are those of `DataFrame.to_csv`. */
export interface CsvSaveArgs {
  /** What stands between cells: one character. @default {","} */
  readonly sep?: string;
  /** The columns to write, in this order; a row with others is refused. @default {all, in the order they are first seen} */
  readonly columns?: readonly string[];
  /** Whether to write the names of the columns. @default {true} */
  readonly header?: boolean;
  /** Only `false`: rows have no index. */
  readonly index?: false;
  /** UTF-8; `utf-8-sig` begins the file with a byte order mark, which Excel wants. @default {"utf-8"} */
  readonly encoding?: (typeof UTF8_NAMES)[number];
}

/** Checks {@linkcode CsvSaveArgs}. */
export function saveArgsSchema(): z.ZodType<CsvSaveArgs> {
  return z.strictObject({
    sep: separatorSchema().exactOptional(),
    columns: z.array(z.string()).min(1).exactOptional(),
    header: z.boolean().exactOptional(),
    index: z.literal(false).exactOptional(),
    encoding: z.enum(UTF8_NAMES).exactOptional(),
  });
}
