import type { Database } from "../database.ts";
import type { RunRow } from "../run_rows.ts";
import { checkMaxResults } from "../../page.ts";
import { type RowPage, START_PAGES } from "./pages.ts";
import { raw, type Sql, sql } from "./sql.ts";

/** Which runs to give. */
export interface NewestRunsOptions {
  /** Where the runs `r` come from. @default {all runs} */
  readonly from?: Sql | undefined;
  /** What holds for them. */
  readonly where: Sql;
  /** At most so many. @default {1000} */
  readonly maxResults?: number | undefined;
  /** Continue after the last page. */
  readonly pageToken?: string | undefined;
}

/** A page of runs, newest first. Pages continue after a run, so that runs which start meanwhile do not shift them. */
export function newestRuns(database: Database, options: NewestRunsOptions): RowPage<RunRow> {
  const { from = raw("runs AS r"), where, maxResults = 1000, pageToken } = options;
  checkMaxResults(maxResults, "runs");
  const position = pageToken === undefined ? undefined : START_PAGES.read(pageToken, "runs");
  const after = position === undefined
    ? raw("1")
    : sql`(r.start_time, r.run) < (${position.startTime}, ${position.run})`;
  const { text, values } = sql`SELECT r.* FROM ${from} WHERE ${where} AND ${after}
    ORDER BY r.start_time DESC, r.run DESC LIMIT ${maxResults + 1}`;
  // One more than asked for tells whether there is another page.
  const found = database.all<RunRow>(text, ...values);
  const rows = found.slice(0, maxResults);
  const last = rows.at(-1);
  return {
    rows,
    nextPageToken: last && found.length > maxResults
      ? START_PAGES.write({ startTime: last.start_time, run: last.run })
      : undefined,
  };
}
