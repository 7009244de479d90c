import type { Condition, Field } from "../../search/condition.ts";
import { parseFilter } from "../../search/parse_filter.ts";
import { parseOrder } from "../../search/parse_order.ts";
import type { Vocabulary } from "../../search/vocabulary.ts";
import type { Database } from "../database.ts";
import { compareNumber, compareText } from "./compare_sql.ts";
import { checkMaxResults } from "../../page.ts";
import { OFFSET_PAGES, type RowPage } from "./pages.ts";
import { allOf, joined, raw, type Sql, sql } from "./sql.ts";

/** What to find in a table, and how much of it. */
export interface SearchTableOptions {
  /** Conditions in MLflow's words, joined by `AND`. */
  readonly filter?: string | undefined;
  /** By what to order. */
  readonly orderBy?: readonly string[] | undefined;
  /** At most so many. @default {1000} */
  readonly maxResults?: number | undefined;
  /** Continue after the last page. */
  readonly pageToken?: string | undefined;
}

/** A table of things that are far fewer than runs: all of it is read for a search. */
export interface SearchedTable {
  /** What can be said about them. */
  readonly vocabulary: Vocabulary;
  /** What is read: the things are `t`. */
  readonly from: string;
  /** What is selected. */
  readonly select: string;
  /** Column of each attribute. */
  readonly columns: Readonly<Record<string, string>>;
  /** For each kind of entry, rows with `key` and `value` of `t`: what follows `SELECT value FROM`, up to the key. */
  readonly entries: Readonly<Partial<Record<Field["kind"], string>>>;
  /** The order of things that are equal otherwise; no two are. */
  readonly lastOrder: string;
}

/** Find things, a page at a time. `Row` is what `table.select` selects. */
export function searchTable<Row>(
  database: Database,
  table: SearchedTable,
  { where = raw("1"), ...options }: SearchTableOptions & { readonly where?: Sql | undefined },
): RowPage<Row> {
  const { vocabulary, select, from, lastOrder } = table;
  const { filter = "", orderBy = [], maxResults = 1000, pageToken } = options;
  checkMaxResults(maxResults, vocabulary.things);
  const checks = parseFilter(filter, vocabulary).map((condition) => toCheck(condition, table));
  const orders = parseOrder(orderBy, vocabulary).flatMap(({ field, descending }) => {
    const value = toValue(field, table);
    // NaN, which is text, stands behind the numbers whatever the direction, as among runs.
    const isNaN = field.kind === "metric" ? [sql`typeof(${value}) = 'text'`] : [];
    return [sql`${value} IS NULL`, ...isNaN, sql`${value} ${raw(descending ? "DESC" : "ASC")}`];
  });
  const offset = pageToken === undefined ? 0 : OFFSET_PAGES.read(pageToken, vocabulary.things);
  const { text, values } = sql`SELECT ${raw(select)} FROM ${raw(from)} WHERE ${allOf([where, ...checks])}
    ORDER BY ${joined([...orders, raw(lastOrder)], ", ")} LIMIT ${maxResults + 1} OFFSET ${offset}`;
  const found = database.all<Row>(text, ...values);
  return {
    rows: found.slice(0, maxResults),
    nextPageToken: found.length > maxResults ? OFFSET_PAGES.write(offset + maxResults) : undefined,
  };
}

function toCheck(condition: Condition, table: SearchedTable): Sql {
  const { field, comparison } = condition;
  const value = toValue(field, table);
  if (comparison === "IS NULL" || comparison === "IS NOT NULL") return sql`${value} ${raw(comparison)}`;
  const isNumber = field.kind === "metric" ||
    (field.kind === "attribute" && table.vocabulary.attributes[field.key] === "number");
  return isNumber ? compareNumber(value, condition) : compareText(value, condition);
}

function toValue({ kind, key }: Field, { columns, entries, vocabulary: { things } }: SearchedTable): Sql {
  const column = Object.hasOwn(columns, key) ? columns[key] : undefined;
  if (kind === "attribute" && column !== undefined) return raw(column);
  const source = entries[kind];
  if (source === undefined) throw new TypeError(`${things} have no ${kind} "${key}"`);
  return sql`(SELECT value FROM ${raw(source)} AND key = ${key} ORDER BY ${
    raw(ENTRY_ORDER[kind] ?? "1")
  } LIMIT 1)`;
}

// Of a metric the newest point.
const ENTRY_ORDER: Readonly<Partial<Record<Field["kind"], string>>> = {
  metric: "step DESC, timestamp DESC, value DESC",
};
