import type { Order } from "../../search/condition.ts";
import { IN_PROGRESS } from "../schema_2.ts";
import { METRIC_VALUE, runColumn, type RunColumns } from "./run_columns.ts";
import type { RunCondition } from "./run_condition.ts";
import { allOf, joined, raw, type Sql, sql } from "./sql.ts";

/** The newest first; no two runs are equal. */
const NEWEST_FIRST = raw("r.start_time DESC, r.run DESC");

/** What `ORDER BY` says: numbers or text, then NaN, then what lacks the field; equal ones by start, the newest first. */
export function orderBy(orders: readonly Order[], columns: RunColumns): Sql {
  const keys = orders.flatMap((order) => sortKeys(order, columns))
    .map(({ value, descending }) => sql`${value} ${raw(descending ? "DESC" : "ASC")}`);
  return joined([...keys, NEWEST_FIRST], ", ");
}

/** Which runs to read in order. */
export interface OrderedPartsOptions {
  /** What holds for the runs `r`. */
  readonly where: Sql;
  /** What is wanted of fields: that of the field to order by narrows the part of the index that is read. */
  readonly conditions: readonly RunCondition[];
  /** What their columns are made of. */
  readonly columns: RunColumns;
}

/**
 * Queries whose results one after another are the runs in order, for an order that begins with something recorded: first the
 * runs that have it, read along the value index with those in progress in between; then those with NaN; then the others.
 * Each is needed only when the ones before gave too few. Gives `undefined` for other orders.
 */
export function orderedParts(
  [first, ...others]: readonly Order[],
  { where, conditions, columns }: OrderedPartsOptions,
): readonly Sql[] | undefined {
  if (first === undefined || first.field.kind === "attribute" || first.field.kind === "dataset") {
    return undefined;
  }
  const { kind, key } = first.field;
  const isMetric = kind === "metric";
  const table = raw(`${kind}s`);
  const has = sql`SELECT 1 FROM ${table} AS x WHERE x.run = r.run AND x.key = ${key}`;
  const isSettled = raw(isMetric ? "x.step IS NOT NULL" : "x.settled = 1");
  const newest = isMetric ? METRIC_VALUE : raw("x.value");
  const wanted = allOf(
    conditions.filter(({ field }) => field.kind === kind && field.key === key).map(({ compared }) =>
      compared
    ),
  );
  const keys = others.flatMap((order) => sortKeys(order, columns));
  const select = (found: Sql): Sql =>
    joined(
      [sql`SELECT r.run AS run, ${found}`, ...keys.map(({ value }) => value), raw("r.start_time")],
      ", ",
    );
  // Both sides of a compound are read in order and merged when the order names columns by their number.
  const order = [{ descending: first.descending }, ...keys, { descending: true }]
    .map(({ descending }, index) => `${index + 2} ${descending ? "DESC" : "ASC"}`).join(", ");
  const part = (isValue: Sql): Sql =>
    sql`${select(raw("x.value"))}
      FROM ${table} AS x INDEXED BY ${raw(`${kind}s_by_value`)} CROSS JOIN runs AS r
      WHERE ${isSettled} AND x.key = ${key} AND x.value ${isValue} AND ${wanted} AND r.run = x.run AND ${where}
    UNION ALL ${select(newest)}
      FROM runs AS r INDEXED BY runs_in_progress CROSS JOIN ${table} AS x
      WHERE ${raw(`r.${IN_PROGRESS}`)} AND x.run = r.run AND x.key = ${key} AND NOT ${isSettled}
        AND ${newest} ${isValue} AND ${where}
    ORDER BY ${raw(order)}, 1 DESC`;
  const rest = orderBy(others, columns);
  const without = sql`NOT EXISTS (${has}) AND ${where}`;
  return [
    ...(isMetric ? [part(raw("< ''")), part(raw("= 'NaN'"))] : [part(raw("IS NOT NULL"))]),
    ...(orderedParts(others, { where: without, conditions, columns }) ??
      [sql`SELECT r.run FROM runs AS r WHERE ${without} ORDER BY ${rest}`]),
  ];
}

interface SortKey {
  readonly value: Sql;
  readonly descending: boolean;
}

function sortKeys({ field, descending }: Order, columns: RunColumns): readonly SortKey[] {
  const value = valueOf(field, columns);
  const rank = field.kind === "metric"
    ? sql`CASE typeof(${value}) WHEN 'null' THEN 2 WHEN 'text' THEN 1 ELSE 0 END`
    : sql`${value} IS NULL`;
  return [{ value: rank, descending: false }, { value, descending }];
}

function valueOf({ kind, key }: Order["field"], columns: RunColumns): Sql {
  switch (kind) {
    case "attribute":
      return runColumn(key, columns).column;
    case "metric":
      return sql`(SELECT ${METRIC_VALUE} FROM metrics AS x WHERE x.run = r.run AND x.key = ${key})`;
    case "param":
    case "tag":
      return sql`(SELECT x.value FROM ${raw(`${kind}s`)} AS x WHERE x.run = r.run AND x.key = ${key})`;
    case "dataset":
      throw new TypeError("Runs are not ordered by datasets");
    default:
      return kind satisfies never;
  }
}
