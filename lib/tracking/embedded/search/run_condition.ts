import type { Condition, Field } from "../../search/condition.ts";
import { IN_PROGRESS } from "../schema_2.ts";
import { compareNumber, compareText } from "./compare_sql.ts";
import { METRIC_VALUE, runColumn, type RunColumns } from "./run_columns.ts";
import { allOf, raw, type Sql, sql } from "./sql.ts";

/** What a filter wants of one field, in two forms. */
export interface RunCondition {
  /** The field. */
  readonly field: Field;
  /** Whether the run `r` meets it. */
  readonly check: Sql;
  /** The numbers of all runs that meet it. */
  readonly matches: Sql | undefined;
  /** Whether the value `x.value` of a metric, param or tag meets it. */
  readonly compared: Sql;
  /** How much work it is to find its matches, by guess: the least is done first. */
  readonly rank: number;
}

/** Turn conditions into SQL; those on one field become one, so that `a > 1 AND a < 2` is one part of an index. */
export function toRunConditions(
  conditions: readonly Condition[],
  columns: RunColumns,
): readonly RunCondition[] {
  const hasManyAbsent = conditions.filter(({ comparison }) => comparison === "IS NULL").length > MOST_ABSENT;
  const groups = Map.groupBy(conditions, (condition) => {
    const { field: { kind, key }, comparison } = condition;
    // What is not there cannot be compared, and a run may have read several datasets.
    if (comparison === "IS NULL") return hasManyAbsent ? `no ${kind}` : condition;
    return kind === "dataset" ? condition : `${kind} ${key}`;
  });
  return [...groups.values()].map((group) => toRunCondition(group, columns));
}

/** Of more keys that runs are to lack, each run is looked into once for all of them. */
const MOST_ABSENT = 8;

const RANKS: Readonly<Record<Condition["comparison"], number>> = {
  "=": 0,
  "IN": 1,
  "<": 2,
  "<=": 2,
  ">": 2,
  ">=": 2,
  "LIKE": 3,
  "ILIKE": 4,
  "IS NOT NULL": 6,
  "NOT IN": 7,
  "!=": 7,
  "IS NULL": 8,
};
const RANK_OF_SCAN = 5;

function toRunCondition(group: readonly Condition[], columns: RunColumns): RunCondition {
  // Groups have at least one condition; all have the same field, but those of keys that are not there.
  const [{ field, comparison }] = group as readonly [Condition];
  const rank = Math.min(...group.map((condition) => RANKS[condition.comparison]));
  switch (field.kind) {
    case "attribute": {
      const { column, isNumber } = runColumn(field.key, columns);
      const compare = isNumber ? compareNumber : compareText;
      const check = allOf(group.map((condition) => compare(column, condition)));
      const isIndexed = ["run_id", "run_name", "start_time"].includes(field.key);
      return {
        field,
        check,
        matches: sql`SELECT r.run FROM runs AS r WHERE ${check}`,
        compared: check,
        rank: isIndexed ? rank : Math.max(rank, RANK_OF_SCAN),
      };
    }
    case "metric":
      return { field, ...metricCondition(field, group), rank };
    case "param":
    case "tag": {
      const has = sql`SELECT 1 FROM ${
        raw(`${field.kind}s`)
      } AS x WHERE x.run = r.run AND x.key = ${field.key}`;
      if (comparison !== "IS NULL") return { field, ...textCondition(field, group), rank };
      if (group.length > 1) return { field, ...lackingAll(field, group), rank };
      const check = sql`NOT EXISTS (${has})`;
      return { field, check, matches: lacking(field, check), compared: raw("1"), rank };
    }
    case "dataset":
      return { field, ...datasetCondition(group), rank };
    default:
      return field.kind satisfies never;
  }
}

// Counting is faster than looking into each run, and most often every run has the key.
function lacking({ kind, key }: Field, check: Sql): Sql {
  const table = raw(`${kind}s`);
  const index = raw(`${kind}s_by_value`);
  return sql`SELECT r.run FROM runs AS r WHERE (SELECT count(*) FROM runs) >
      (SELECT count(*) FROM ${table} AS x INDEXED BY ${index} WHERE x.settled = 1 AND x.key = ${key}) +
      (SELECT count(*) FROM runs INDEXED BY runs_in_progress CROSS JOIN ${table} AS x
        WHERE ${raw(IN_PROGRESS)} AND x.run = runs.run AND x.key = ${key} AND x.settled = 0) AND ${check}`;
}

// Of a run its few entries are read, and not one for each of the keys.
function lackingAll({ kind }: Field, group: readonly Condition[]): Forms {
  const keys = JSON.stringify(group.map(({ field }) => field.key));
  const has = sql`SELECT 1 FROM ${raw(`${kind}s`)} AS x
      WHERE x.run = r.run AND +x.key IN (SELECT value FROM json_each(${keys}))`;
  return { check: sql`NOT EXISTS (${has})`, matches: undefined, compared: raw("1") };
}

type Forms = Pick<RunCondition, "check" | "matches" | "compared">;

function metricCondition({ key }: Field, group: readonly Condition[]): Forms {
  const compared = allOf(group.map((condition) => compareNumber(raw("x.value"), condition)));
  const newest = allOf(group.map((condition) => compareNumber(METRIC_VALUE, condition)));
  return {
    check: sql`EXISTS (SELECT 1 FROM metrics AS x WHERE x.run = r.run AND x.key = ${key} AND ${newest})`,
    matches: sql`SELECT x.run FROM metrics AS x INDEXED BY metrics_by_value
        WHERE x.step IS NOT NULL AND x.key = ${key} AND ${compared}
      UNION ALL SELECT x.run FROM runs INDEXED BY runs_in_progress CROSS JOIN metrics AS x
        WHERE ${raw(IN_PROGRESS)} AND x.run = runs.run AND x.key = ${key} AND x.step IS NULL AND ${newest}`,
    compared,
  };
}

function textCondition({ kind, key }: Field, group: readonly Condition[]): Forms {
  const table = raw(`${kind}s`);
  const compared = allOf(
    group.filter(({ comparison }) => comparison !== "IS NOT NULL")
      .map((condition) => compareText(raw("x.value"), condition)),
  );
  return {
    check: sql`EXISTS (SELECT 1 FROM ${table} AS x WHERE x.run = r.run AND x.key = ${key} AND ${compared})`,
    matches: sql`SELECT x.run FROM ${table} AS x INDEXED BY ${raw(`${kind}s_by_value`)}
        WHERE x.settled = 1 AND x.key = ${key} AND ${compared}
      UNION ALL SELECT x.run FROM runs INDEXED BY runs_in_progress CROSS JOIN ${table} AS x
        WHERE ${raw(IN_PROGRESS)} AND x.run = runs.run AND x.key = ${key} AND x.settled = 0 AND ${compared}`,
    compared,
  };
}

// Datasets are what a run read, as in MLflow; their context is a tag of that use.
function datasetCondition([condition]: readonly Condition[]): Forms {
  const key = condition?.field.key;
  const from = key === "context"
    ? raw("dataset_uses AS u JOIN dataset_tags AS d ON d.use = u.use AND d.key = 'mlflow.data.context'")
    : raw("dataset_uses AS u JOIN datasets AS d ON d.dataset = u.dataset");
  const column = raw(key === "context" ? "d.value" : `d.${key}`);
  const compared = allOf(condition === undefined ? [] : [compareText(column, condition)]);
  return {
    check: sql`EXISTS (SELECT 1 FROM ${from} WHERE u.run = r.run AND u.role = 'input' AND ${compared})`,
    matches: sql`SELECT DISTINCT u.run FROM ${from} WHERE u.role = 'input' AND ${compared}`,
    compared,
  };
}
