import { listWords } from "../../core/describe_value.ts";
import { didYouMean } from "../../core/suggest.ts";
import type { ByteSource } from "../byte_source.ts";
import type { ColumnType } from "./column_type.ts";
import type { TableSettings } from "./settings.ts";

/** A column to load. */
export interface Column {
  /** Its name. */
  readonly name: string;
  /** Which cell of a row it is, from 0. */
  readonly index: number;
  /** The type it must have, when one was asked for. */
  readonly wanted: ColumnType | undefined;
}

/** The columns to load of a file that has `names`, or this many columns without names. */
export function chooseColumns(
  names: readonly string[],
  settings: TableSettings,
  source: ByteSource,
): readonly Column[] {
  const { usecols, types, typeOfAll } = settings;
  const indexOf = (column: string | number, option: string): number => {
    const index = typeof column === "number" ? column : names.indexOf(column);
    if (index >= 0 && index < names.length) return index;
    const known = names.length > 12 ? `${names.length} columns` : listWords(names, "and");
    const hint = typeof column === "string" ? didYouMean(column, names) : "";
    throw source.problem(
      `There is no column ${JSON.stringify(column)}, which ${option} names; it has ${known}${hint}`,
    );
  };
  const wanted = new Map([...types].map(([column, type]) => [indexOf(column, "load_args"), type]));
  const kept = usecols && new Set(usecols.map((column) => indexOf(column, "load_args.usecols")));
  const columns = names
    .map((name, index) => ({ name, index, wanted: wanted.get(index) ?? typeOfAll }))
    .filter(({ index }) => kept === undefined || kept.has(index));
  return withIndexFirst(columns, settings.index, source);
}

// What pandas makes the index comes back as columns that stand first, as `reset_index()` puts them.
function withIndexFirst(
  columns: readonly Column[],
  index: readonly (string | number)[],
  source: ByteSource,
): readonly Column[] {
  const first = index.map((column, level): Column => {
    const found = typeof column === "number" ? columns[column] : columns.find(({ name }) => name === column);
    if (found === undefined) {
      throw source.problem(`There is no column ${JSON.stringify(column)}, which load_args.index_col names`);
    }
    if (!found.name.startsWith("Unnamed: ")) return found;
    return { ...found, name: index.length === 1 ? "index" : `level_${level}` };
  });
  const taken = new Set(first.map((column) => column.index));
  return [...first, ...columns.filter((column) => !taken.has(column.index))];
}

/**
 * Names of all columns of a file by `load_args.names`: they name every column, or those that `usecols` numbers. `undefined`
 * when there are more or fewer.
 */
export function givenNames(
  names: readonly string[],
  { width, usecols }: { readonly width: number; readonly usecols: TableSettings["usecols"] },
): readonly string[] | undefined {
  if (names.length === width) return names;
  const numbers = usecols?.filter((column) => typeof column === "number").toSorted((a, b) => a - b);
  if (numbers === undefined || numbers.length !== usecols?.length || numbers.length !== names.length) {
    return undefined;
  }
  return Array.from({ length: width }, (_, index) => names[numbers.indexOf(index)] ?? `Unnamed: ${index}`);
}

/** Names for columns as pandas gives them: none empty, none twice. */
export function uniqueNames(header: readonly string[]): readonly string[] {
  const taken = new Set(header);
  const used = new Set<string>();
  return header.map((written, index) => {
    const base = written === "" ? `Unnamed: ${index}` : written;
    let name = base;
    for (let count = 1; used.has(name) || (name !== base && taken.has(name)); count++) {
      name = `${base}.${count}`;
    }
    used.add(name);
    return name;
  });
}
