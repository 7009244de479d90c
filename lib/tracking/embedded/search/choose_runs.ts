import type { Condition } from "../../search/condition.ts";
import type { Database } from "../database.ts";
import type { RunColumns } from "./run_columns.ts";
import { withoutUnknownKeys } from "./known_keys.ts";
import { type RunCondition, toRunConditions } from "./run_condition.ts";
import { allOf, raw, type Sql, sql } from "./sql.ts";

/** When to look where; every choice finds the same. */
export interface SearchEffort {
  /** A condition that so few runs meet is looked no further from. */
  readonly few: number;
  /** Matches are counted so far: beyond it, looking at runs one after another is as good. */
  readonly many: number;
  /** It takes longer to start from the matches of a condition than to look at so many runs in order. */
  readonly cheapWalk: number;
}

/** What is searched for. */
export interface ChooseRunsOptions {
  /** What the filter says. */
  readonly conditions: readonly Condition[];
  /** Which runs are looked at, whatever it says. */
  readonly scope: Sql;
  /** What the columns of runs are made of. */
  readonly columns: RunColumns;
  /** When to look where. @default {as measured} */
  readonly effort?: SearchEffort | undefined;
}

/** Where to look for runs. */
export interface ChosenRuns {
  /** The runs `r`: all of them, or those that meet one of the conditions. */
  readonly from: Sql;
  /** What holds for those that are found. */
  readonly where: Sql;
  /** What the filter says. */
  readonly conditions: readonly RunCondition[];
  /** Whether `from` is few runs, which are best sorted one by one. */
  readonly isFew: boolean;
}

/** Of a filter with more conditions, counting the matches of all would take longer than to look at runs. */
const MOST_COUNTED = 8;

// Measured with 100,000 runs.
const EFFORT: SearchEffort = { few: 1000, many: 20_000, cheapWalk: 1000 };

/**
 * Where to look for runs: at those that meet the condition which the fewest meet; or, when so many meet each that a page is
 * soon full, at all, in order.
 */
export function chooseRuns(
  database: Database,
  { conditions, scope, columns, effort = EFFORT }: ChooseRunsOptions,
  wanted: number,
): ChosenRuns {
  const compiled = toRunConditions(withoutUnknownKeys(database, conditions), columns);
  const where = allOf([scope, ...compiled.map(({ check }) => check)]);
  const fewest = findFewest(database, compiled, { wanted, effort });
  if (fewest === undefined) {
    // Of many conditions SQLite takes it that hardly a run meets them all, and would sort every run.
    const from = raw(compiled.length > MOST_COUNTED ? "runs AS r INDEXED BY runs_by_start" : "runs AS r");
    return { from, where, conditions: compiled, isFew: false };
  }
  return {
    from: sql`json_each(${fewest}) AS j CROSS JOIN runs AS r ON r.run = j.value`,
    where,
    conditions: compiled,
    isFew: true,
  };
}

function findFewest(
  database: Database,
  conditions: readonly RunCondition[],
  { wanted, effort: { few, many, cheapWalk } }: { readonly wanted: number; readonly effort: SearchEffort },
): string | undefined {
  const runs = Math.max(
    1,
    database.get<{ readonly run: number | null }>("SELECT max(run) AS run FROM runs")?.run ?? 0,
  );
  let fewest: Matches | undefined;
  // How many runs are looked at until the page is full, if the conditions have nothing to do with each other.
  let walk = wanted;
  for (const { matches } of conditions.toSorted((a, b) => a.rank - b.rank).slice(0, MOST_COUNTED)) {
    if (matches === undefined) continue;
    const found = findMatches(database, matches, many + 1);
    const { count } = found;
    if (count <= few) return found.numbers;
    walk *= runs / Math.min(count, runs);
    if (count <= many && count < (fewest?.count ?? Infinity)) fewest = found;
  }
  return fewest !== undefined && walk > cheapWalk ? fewest.numbers : undefined;
}

interface Matches {
  readonly count: number;
  /** The numbers of the runs, as JSON. */
  readonly numbers: string;
}

// Kept, since to find them again may be the whole work once more.
function findMatches(database: Database, { text, values }: Sql, limit: number): Matches {
  const sql = "SELECT count(*) AS count, json_group_array(run) AS numbers FROM " +
    `(SELECT m.run FROM (${text}) AS m LIMIT ?)`;
  return database.get<Matches>(sql, ...values, limit) ?? { count: 0, numbers: "[]" };
}
