import { z } from "../../deps/zod.ts";
import type { ColumnType } from "./column_type.ts";

/** How to load a table of texts or cells; the names and defaults are those of pandas. */
export interface TableLoadArgs {
  /** Which row holds the names of the columns, from 0; `null` when none does. @default {0} */
  readonly header?: number | "infer" | null;
  /** Names of the columns, when the file has none (then `header` is `null`) or others are wanted (then say `header: 0`). */
  readonly names?: readonly string[];
  /** The columns to load, by name or by number from 0. @default {all} */
  readonly usecols?: readonly (string | number)[];
  /** Types by column, or one for all: `int64`, `float64`, `bool`, `str`, `bigint`, `datetime64[ns]` or others of pandas. */
  readonly dtype?: string | Readonly<Record<string, string>>;
  /** Columns that hold dates (ISO 8601; UTC unless a zone is written). */
  readonly parse_dates?: readonly (string | number)[] | false;
  /** How dates are written, in the words of `strptime`: `%d/%m/%Y`. @default {ISO 8601} */
  readonly date_format?: string;
  /** More texts that mean a missing value. */
  readonly na_values?: string | number | readonly (string | number)[];
  /** Whether the texts that pandas takes for missing count. @default {true} */
  readonly keep_default_na?: boolean;
  /** Whether anything means a missing value. @default {true} */
  readonly na_filter?: boolean;
  /** More texts that mean true. */
  readonly true_values?: readonly string[];
  /** More texts that mean false. */
  readonly false_values?: readonly string[];
  /** The character between thousands. @default {none} */
  readonly thousands?: string | null;
  /** The character before fractions. @default {"."} */
  readonly decimal?: string;
  /** Lines to leave out: how many at the beginning, or their numbers from 0. @default {none} */
  readonly skiprows?: number | readonly number[] | null;
  /** Rows to load at most. @default {all} */
  readonly nrows?: number | null;
  /** Columns that pandas makes the index: they come first, and one without a name is called `index`. @default {none} */
  readonly index_col?: string | number | readonly (string | number)[] | false | null;
}

/** Names of the types of columns, as pandas has them. */
export const COLUMN_TYPES: Readonly<Record<ColumnType, readonly string[]>> = {
  integer: [
    ...["int", "integer", "int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8"],
    ...["Int64", "Int32", "Int16", "Int8", "UInt64", "UInt32", "UInt16", "UInt8"],
  ],
  bigint: ["bigint"],
  float: ["float", "number", "double", "float64", "float32", "Float64", "Float32"],
  boolean: ["bool", "boolean"],
  text: ["str", "string", "text", "object", "category"],
  date: ["date", "datetime64[ns]", "datetime64", "datetime64[ns, UTC]"],
};

/** Checks a format of dates: the words of `strptime` that are known. */
export function dateFormatSchema(): z.ZodString {
  return z.string().regex(/^(?:[^%]|%[YymdHMSfz%])+$/);
}

/** The fields of a schema that checks {@linkcode TableLoadArgs}. */
// deno-lint-ignore explicit-module-boundary-types -- the types of the fields are what callers build on
export function tableArgsSchema() {
  const dtype = z.enum(Object.values(COLUMN_TYPES).flat());
  const column = z.union([z.string(), z.int().min(0)]);
  const missing = z.union([z.string(), z.number()]);
  return {
    header: z.union([z.int().min(0), z.literal("infer"), z.null()]).exactOptional(),
    names: z.array(z.string()).min(1).exactOptional(),
    usecols: z.array(column).min(1).exactOptional(),
    dtype: z.union([dtype, z.record(z.string(), dtype)]).exactOptional(),
    parse_dates: z.union([z.array(column), z.literal(false)]).exactOptional(),
    date_format: dateFormatSchema().exactOptional(),
    na_values: z.union([missing, z.array(missing)]).exactOptional(),
    keep_default_na: z.boolean().exactOptional(),
    na_filter: z.boolean().exactOptional(),
    true_values: z.array(z.string()).exactOptional(),
    false_values: z.array(z.string()).exactOptional(),
    thousands: z.string().length(1).nullable().exactOptional(),
    decimal: z.string().length(1).exactOptional(),
    skiprows: z.union([z.int().min(0), z.array(z.int().min(0)), z.null()]).exactOptional(),
    nrows: z.int().min(0).nullable().exactOptional(),
    index_col: z.union([column, z.array(column), z.literal(false), z.null()]).exactOptional(),
  };
}
