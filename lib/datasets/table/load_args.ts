import { z } from "../../deps/zod.ts";
import type { ColumnType } from "./column_type.ts";
import { DEFAULT_MISSING, MissingValues } from "./missing_values.ts";

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
  /** More texts that mean a missing value. */
  readonly na_values?: string | number | readonly (string | number)[];
  /** Whether the texts that pandas takes for missing count. @default {true} */
  readonly keep_default_na?: boolean;
  /** Only `false` or `null`: rows have no index. */
  readonly index_col?: false | null;
  /** Taken and without meaning here. */
  readonly engine?: string;
}

/** Checked load arguments. */
export interface TableSettings {
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

/** The fields of a schema that checks {@linkcode TableLoadArgs}. */
// deno-lint-ignore explicit-module-boundary-types -- the types of the fields are what callers build on
export function tableArgsSchema() {
  const dtype = z.enum(Object.values(TYPES).flat());
  const column = z.union([z.string(), z.int().min(0)]);
  const missing = z.union([z.string(), z.number()]);
  return {
    header: z.union([z.int().min(0), z.literal("infer"), z.null()]).exactOptional(),
    names: z.array(z.string()).min(1).exactOptional(),
    usecols: z.array(column).min(1).exactOptional(),
    dtype: z.union([dtype, z.record(z.string(), dtype)]).exactOptional(),
    parse_dates: z.union([z.array(column), z.literal(false)]).exactOptional(),
    na_values: z.union([missing, z.array(missing)]).exactOptional(),
    keep_default_na: z.boolean().exactOptional(),
    index_col: z.union([z.literal(false), z.null()]).exactOptional(),
    engine: z.string().exactOptional(),
  };
}

/** What checked load arguments mean. */
export function tableSettings(args: TableLoadArgs): TableSettings {
  const { names, usecols, dtype = {}, parse_dates, na_values = [], keep_default_na } = args;
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
