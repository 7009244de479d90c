import type { Order } from "../../search/condition.ts";
import { parseFilter } from "../../search/parse_filter.ts";
import { parseOrder } from "../../search/parse_order.ts";
import { RUNS } from "../../search/vocabulary.ts";
import type { SearchRunsOptions } from "../../tracking_store.ts";
import type { Database } from "../database.ts";
import type { RunRow } from "../run_rows.ts";
import { newestRuns } from "./newest_runs.ts";
import { checkMaxResults } from "../../page.ts";
import { OFFSET_PAGES, type RowPage } from "./pages.ts";
import { chooseRuns, type ChooseRunsOptions, type SearchEffort } from "./choose_runs.ts";
import type { RunColumns } from "./run_columns.ts";
import { orderBy, orderedParts } from "./run_order.ts";
import { runScope } from "./run_scope.ts";
import { sql } from "./sql.ts";

/** Where to search, and what the columns of runs are made of. */
export interface RunSearch extends RunColumns {
  /** Which runs, in which order. */
  readonly options: SearchRunsOptions;
  /** When to look where. @default {as measured} */
  readonly effort?: SearchEffort | undefined;
}

/**
 * Find runs. All is read from one state of the store, in one of three ways: a condition that few runs meet gives these; an
 * order by time or by something recorded is read along its index, until the page is full; else all runs are sorted.
 */
export function searchRunRows(
  database: Database,
  { options, effort, ...columns }: RunSearch,
): RowPage<RunRow> {
  const { maxResults = 1000, pageToken, filter = "", orderBy: orders = [] } = options;
  checkMaxResults(maxResults, RUNS.things);
  const search = {
    conditions: parseFilter(filter, RUNS),
    orders: parseOrder(orders, RUNS),
    scope: runScope(options),
    columns,
    effort,
  };
  return database.snapshot(() => {
    if (!isNewestFirst(search.orders)) return orderedRuns(database, search, { maxResults, pageToken });
    return newestRuns(database, { ...chooseRuns(database, search, maxResults), maxResults, pageToken });
  });
}

interface Search extends ChooseRunsOptions {
  readonly orders: readonly Order[];
}

interface PageWanted {
  readonly maxResults: number;
  readonly pageToken: string | undefined;
}

function isNewestFirst(orders: readonly Order[]): boolean {
  const [first] = orders;
  if (first === undefined) return true;
  const { field, descending } = first;
  return orders.length === 1 && field.kind === "attribute" && field.key === "start_time" && descending;
}

function orderedRuns(
  database: Database,
  search: Search,
  { maxResults, pageToken }: PageWanted,
): RowPage<RunRow> {
  const offset = pageToken === undefined ? 0 : OFFSET_PAGES.read(pageToken, RUNS.things);
  const found = orderedNumbers(database, search, offset + maxResults + 1).slice(offset);
  const numbers = found.slice(0, maxResults);
  const rows = database.all<RunRow>(
    "SELECT r.* FROM json_each(?) AS j CROSS JOIN runs AS r ON r.run = j.value ORDER BY j.key",
    JSON.stringify(numbers),
  );
  return {
    rows,
    nextPageToken: found.length > maxResults ? OFFSET_PAGES.write(offset + maxResults) : undefined,
  };
}

function orderedNumbers(database: Database, search: Search, wanted: number): readonly number[] {
  const { orders, columns } = search;
  const { from, where, conditions, isFew } = chooseRuns(database, search, wanted);
  const parts = isFew ? undefined : orderedParts(orders, { where, conditions, columns });
  const queries = parts ??
    [sql`SELECT r.run FROM ${from} WHERE ${where} ORDER BY ${orderBy(orders, columns)}`];
  const numbers: number[] = [];
  for (const query of queries) {
    if (numbers.length >= wanted) break;
    const { text, values } = query;
    const rows = database.all<{ readonly run: number }>(
      `${text} LIMIT ?`,
      ...values,
      wanted - numbers.length,
    );
    for (const { run } of rows) numbers.push(run);
  }
  return numbers;
}
