import type { SearchRunsOptions } from "../tracking_store.ts";
import { invalid } from "../limits.ts";
import type { Database, SqlValue } from "./database.ts";
import type { RunRow } from "./run_rows.ts";

/** A page of rows, and how to ask for the next one. */
export interface RowPage {
  /** The rows. */
  readonly rows: readonly RunRow[];
  /** Token of the next page. */
  readonly nextPageToken: string | undefined;
}

/** Where a page begins: after this run. Runs that start meanwhile do not shift it. */
interface Position {
  readonly startTime: number;
  readonly run: number;
}

const LARGEST_PAGE = 50_000;

/** Find runs, newest first. */
export function searchRunRows(database: Database, options: SearchRunsOptions): RowPage {
  const { maxResults = 1000, pageToken } = options;
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > LARGEST_PAGE) {
    throw invalid(
      `Cannot search runs as maxResults must be between 1 and ${LARGEST_PAGE}: current value is ${maxResults}`,
    );
  }
  const { conditions, values } = toConditions(options);
  if (pageToken !== undefined) {
    const { startTime, run } = parsePageToken(pageToken);
    conditions.push("(start_time, run) < (?, ?)");
    values.push(startTime, run);
  }
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  // One more than asked for tells whether there is another page.
  const found = database.all<RunRow>(
    `SELECT * FROM runs ${where} ORDER BY start_time DESC, run DESC LIMIT ?`,
    ...values,
    maxResults + 1,
  );
  const rows = found.slice(0, maxResults);
  const last = rows.at(-1);
  const nextPageToken = last && found.length > maxResults
    ? btoa(JSON.stringify([last.start_time, last.run]))
    : undefined;
  return { rows, nextPageToken };
}

function toConditions(
  { experimentIds, runName, runIdPrefix, status, lifecycleStage = "active" }: SearchRunsOptions,
): { readonly conditions: string[]; readonly values: SqlValue[] } {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const add = (condition: string, ...bound: readonly SqlValue[]): void => {
    conditions.push(condition);
    values.push(...bound);
  };
  if (experimentIds === undefined) {
    add("experiment IN (SELECT experiment FROM experiments WHERE lifecycle_stage = 'active')");
  } else {
    // Ids are text outside and numbers inside.
    add("CAST(experiment AS TEXT) IN (SELECT value FROM json_each(?))", JSON.stringify(experimentIds));
  }
  if (runName !== undefined) add("name = ?", runName);
  // Ids are hexadecimal: the prefix of one is everything from itself up to itself and the highest sign.
  if (runIdPrefix !== undefined) add("run_id >= ? AND run_id < ?", runIdPrefix, `${runIdPrefix}\u{10FFFF}`);
  if (status !== undefined) add("status IN (SELECT value FROM json_each(?))", JSON.stringify(status));
  if (lifecycleStage !== "all") add("lifecycle_stage = ?", lifecycleStage);
  return { conditions, values };
}

function parsePageToken(token: string): Position {
  try {
    const [startTime, run] = JSON.parse(atob(token)) as readonly unknown[];
    if (typeof startTime === "number" && typeof run === "number") return { startTime, run };
  } catch {
    // Told below.
  }
  throw invalid(`Cannot search runs: "${token}" is not a page token`);
}
