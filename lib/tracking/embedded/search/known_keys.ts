import type { Condition } from "../../search/condition.ts";
import type { Database } from "../database.ts";
import { IN_PROGRESS } from "../schema_2.ts";

/**
 * Conditions without those that every run meets, as no run has a param or tag of that key. Programs write filters with hundreds
 * of these, and to look into each run for each of them takes minutes in a large store.
 */
export function withoutUnknownKeys(
  database: Database,
  conditions: readonly Condition[],
): readonly Condition[] {
  const isKnown = {
    param: knownKeys(database, "params", keysOf(conditions, "param")),
    tag: knownKeys(database, "tags", keysOf(conditions, "tag")),
  };
  return conditions.filter(({ comparison, field: { kind, key } }) => {
    if (comparison !== "IS NULL" || (kind !== "param" && kind !== "tag")) return true;
    return isKnown[kind].has(key);
  });
}

function keysOf(conditions: readonly Condition[], kind: "param" | "tag"): readonly string[] {
  return conditions.filter(({ comparison, field }) => comparison === "IS NULL" && field.kind === kind)
    .map(({ field }) => field.key);
}

function knownKeys(
  database: Database,
  table: "params" | "tags",
  keys: readonly string[],
): ReadonlySet<string> {
  if (keys.length === 0) return new Set();
  const rows = database.all<{ readonly key: string }>(
    `SELECT j.value AS key FROM json_each(?) AS j WHERE
       EXISTS (SELECT 1 FROM ${table} AS x INDEXED BY ${table}_by_value WHERE x.settled = 1 AND x.key = j.value) OR
       EXISTS (SELECT 1 FROM runs INDEXED BY runs_in_progress CROSS JOIN ${table} AS x
         WHERE ${IN_PROGRESS} AND x.run = runs.run AND x.key = j.value AND x.settled = 0)`,
    JSON.stringify(keys),
  );
  return new Set(rows.map(({ key }) => key));
}
