import type { Shape } from "../../core/shape.ts";
import * as s from "../../core/shapes.ts";
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
export function dateFormatSchema(): Shape<string, "needed"> {
  return s.text({ pattern: /^(?:[^%]|%[YymdHMSfz%])+$/ });
}

/** The fields of a schema that checks {@linkcode TableLoadArgs}. */
// deno-lint-ignore explicit-module-boundary-types -- the types of the fields are what callers build on
export function tableArgsSchema() {
  const dtype = s.choice(Object.values(COLUMN_TYPES).flat());
  const column = s.either([s.text(), s.whole({ min: 0 })]);
  const missing = s.either([s.text(), s.number()]);
  return {
    header: s.either([s.whole({ min: 0 }), s.choice(["infer", null])]).optional(),
    names: s.list(s.text(), { min: 1 }).optional(),
    usecols: s.list(column, { min: 1 }).optional(),
    dtype: s.either([dtype, s.dictionary(dtype)]).optional(),
    parse_dates: s.either([s.list(column), s.choice([false])]).optional(),
    date_format: dateFormatSchema().optional(),
    na_values: s.either([missing, s.list(missing)]).optional(),
    keep_default_na: s.flag().optional(),
    na_filter: s.flag().optional(),
    true_values: s.list(s.text()).optional(),
    false_values: s.list(s.text()).optional(),
    thousands: s.text({ length: 1 }).nullable().optional(),
    decimal: s.text({ length: 1 }).optional(),
    skiprows: s.either([s.whole({ min: 0 }), s.list(s.whole({ min: 0 })), s.choice([null])]).optional(),
    nrows: s.whole({ min: 0 }).nullable().optional(),
    index_col: s.either([column, s.list(column), s.choice([false, null])]).optional(),
  };
}
