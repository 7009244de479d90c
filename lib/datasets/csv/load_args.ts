import { z } from "../../deps/zod.ts";
import { UTF8_NAMES } from "../file_type.ts";
import type { ColumnType } from "../table/column_type.ts";
import { DEFAULT_MISSING, MissingValues } from "../table/missing_values.ts";

/** How to load separated values; the names and defaults are those of `pandas.read_csv`. */
export interface CsvLoadArgs {
  /** What stands between cells: one character. @default {","} */
  readonly sep?: string;
  /** Another name for `sep`. */
  readonly delimiter?: string;
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
  /** More texts that mean a missing value. */
  readonly na_values?: string | number | readonly (string | number)[];
  /** Whether the texts that pandas takes for missing count. @default {true} */
  readonly keep_default_na?: boolean;
  /** The form of the table: a list of rows, or a list of values for each column. @default {"rows"} */
  readonly as?: "rows" | "columns";
  /** Load an async iterable of rows, in memory that does not grow with the file. @default {false} */
  readonly stream?: boolean;
  /** Only UTF-8 is known. @default {"utf-8"} */
  readonly encoding?: (typeof UTF8_NAMES)[number];
  /** Only `false` or `null`: rows have no index. */
  readonly index_col?: false | null;
  /** Taken and without meaning here. */
  readonly engine?: string;
  /** Taken and without meaning here. */
  readonly low_memory?: boolean;
  /** Taken and without meaning here. */
  readonly memory_map?: boolean;
}

/** Checked load arguments. */
export interface CsvReadSettings {
  /** One character. */
  readonly separator: string;
  /** Rows before the first row of data, from the first row that is read. */
  readonly headerRow: number | undefined;
  /** Names that were given. */
  readonly names: readonly string[] | undefined;
  /** Columns to keep. */
  readonly usecols: readonly (string | number)[] | undefined;
  /** A type for all columns. */
  readonly typeOfAll: ColumnType | undefined;
  /** Types by column. */
  readonly types: ReadonlyMap<string | number, ColumnType>;
  /** Texts that mean a missing value. */
  readonly missing: MissingValues;
}

const TYPES: Readonly<Record<ColumnType, readonly string[]>> = {
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

/** One character that separates cells. */
export function separatorSchema(): z.ZodString {
  return z.string().length(1).refine(
    (text) => !/["\r\n-]/.test(text),
    "must not be a quote, a minus or a line end",
  );
}

/** Checks {@linkcode CsvLoadArgs}. */
export function loadArgsSchema(): z.ZodType<CsvLoadArgs> {
  const dtype = z.enum(Object.values(TYPES).flat());
  const column = z.union([z.string(), z.int().min(0)]);
  const missing = z.union([z.string(), z.number()]);
  return z.strictObject({
    sep: separatorSchema().exactOptional(),
    delimiter: separatorSchema().exactOptional(),
    header: z.union([z.int().min(0), z.literal("infer"), z.null()]).exactOptional(),
    names: z.array(z.string()).min(1).exactOptional(),
    usecols: z.array(column).min(1).exactOptional(),
    dtype: z.union([dtype, z.record(z.string(), dtype)]).exactOptional(),
    parse_dates: z.union([z.array(column), z.literal(false)]).exactOptional(),
    na_values: z.union([missing, z.array(missing)]).exactOptional(),
    keep_default_na: z.boolean().exactOptional(),
    as: z.enum(["rows", "columns"]).exactOptional(),
    stream: z.boolean().exactOptional(),
    encoding: z.enum(UTF8_NAMES).exactOptional(),
    index_col: z.union([z.literal(false), z.null()]).exactOptional(),
    engine: z.string().exactOptional(),
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
  const { sep, delimiter, names, usecols, dtype = {}, parse_dates, na_values = [], keep_default_na } = args;
  const { header = names === undefined ? "infer" : null } = args;
  const types = new Map<string | number, ColumnType>();
  if (typeof dtype !== "string") {
    for (const [column, name] of Object.entries(dtype)) types.set(column, columnType(name));
  }
  for (const column of parse_dates === false ? [] : parse_dates ?? []) types.set(column, "date");
  const own = [na_values].flat().flatMap((value) =>
    Number.isInteger(value) ? [`${value}`, `${value}.0`] : [`${value}`]
  );
  return {
    separator: sep ?? delimiter ?? ",",
    headerRow: header === "infer" ? 0 : header ?? undefined,
    names,
    usecols,
    typeOfAll: typeof dtype === "string" ? columnType(dtype) : undefined,
    types,
    missing: new MissingValues(keep_default_na === false ? own : [...DEFAULT_MISSING, ...own]),
  };
}

function columnType(name: string): ColumnType {
  const found = Object.entries(TYPES).find(([, names]) => names.includes(name))?.[0];
  // The schema knows these names alone, and the keys of TYPES are column types.
  return found as ColumnType;
}
