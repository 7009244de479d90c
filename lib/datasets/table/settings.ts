import type { ColumnType } from "./column_type.ts";
import { COLUMN_TYPES, type TableLoadArgs } from "./load_args.ts";
import { DEFAULT_MISSING, MissingValues } from "./missing_values.ts";
import { type TextRules, textRules } from "./text_rules.ts";

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
  /** How texts become values. */
  readonly texts: TextRules;
  /** Lines to leave out: how many at the beginning, or their numbers from 0. */
  readonly skip: number | readonly number[];
  /** Rows to load at most. */
  readonly maxRows: number;
  /** Columns that come first. */
  readonly index: readonly (string | number)[];
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
  const { na_filter = true, skiprows, nrows, index_col } = args;
  const missing = keep_default_na === false ? own : [...DEFAULT_MISSING, ...own];
  return {
    headerRow: header === "infer" ? 0 : header ?? undefined,
    names,
    usecols,
    typeOfAll: typeof dtype === "string" ? columnType(dtype) : undefined,
    types,
    missing: new MissingValues(na_filter ? missing : []),
    texts: textRules(args),
    skip: skiprows ?? 0,
    maxRows: nrows ?? Infinity,
    index: index_col === false || index_col === null ? [] : [index_col ?? []].flat(),
  };
}

function columnType(name: string): ColumnType {
  const found = Object.entries(COLUMN_TYPES).find(([, names]) => names.includes(name))?.[0];
  // The schema knows these names alone, and the keys of COLUMN_TYPES are column types.
  return found as ColumnType;
}
