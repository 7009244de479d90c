import { z } from "../../deps/zod.ts";
import { UTF8_NAMES } from "../file_type.ts";
import {
  tableArgsSchema,
  type TableLoadArgs,
  type TableSettings,
  tableSettings,
} from "../table/load_args.ts";

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
  /** Only UTF-8 is known. @default {"utf-8"} */
  readonly encoding?: (typeof UTF8_NAMES)[number];
  /** Taken and without meaning here. */
  readonly low_memory?: boolean;
  /** Taken and without meaning here. */
  readonly memory_map?: boolean;
}

/** Checked load arguments. */
export interface CsvReadSettings extends TableSettings {
  /** One character. */
  readonly separator: string;
}

/** One character that separates cells. */
export function separatorSchema(): z.ZodString {
  return z.string().length(1).refine(
    (text) => !/["\r\n-]/.test(text),
    "must not be a quote, a minus or a line end",
  );
}

/** Checks {@linkcode CsvLoadArgs}. */
export function loadArgsSchema(): z.ZodType<CsvLoadArgs> {
  return z.strictObject({
    ...tableArgsSchema(),
    sep: separatorSchema().exactOptional(),
    delimiter: separatorSchema().exactOptional(),
    as: z.enum(["rows", "columns"]).exactOptional(),
    stream: z.boolean().exactOptional(),
    encoding: z.enum(UTF8_NAMES).exactOptional(),
    low_memory: z.boolean().exactOptional(),
    memory_map: z.boolean().exactOptional(),
  })
    .refine(({ sep, delimiter }) => sep === undefined || delimiter === undefined, {
      message: "must have sep or delimiter, not both",
    })
    .refine(({ as, stream }) => as !== "columns" || stream !== true, {
      message: "cannot stream columns: leave out stream, or as",
    });
}

/** What checked load arguments mean. */
export function readSettings(args: CsvLoadArgs): CsvReadSettings {
  return { ...tableSettings(args), separator: args.sep ?? args.delimiter ?? "," };
}
