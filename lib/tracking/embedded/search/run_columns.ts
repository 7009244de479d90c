import { raw, type Sql, sql } from "./sql.ts";

/** What columns of runs are made of. */
export interface RunColumns {
  /** Address of the folder that holds the artifacts of all runs. */
  readonly artifactsUri: string;
}

/** A column that belongs to an attribute of the run `r`. */
export interface RunColumn {
  /** The column. */
  readonly column: Sql;
  /** Whether it holds numbers. */
  readonly isNumber: boolean;
}

/** The newest value of the metric `x`, which the row holds once the run has ended. */
export const METRIC_VALUE: Sql = raw(
  "(CASE WHEN x.step IS NOT NULL THEN x.value ELSE (SELECT value FROM points WHERE points.metric = x.metric " +
    "ORDER BY step DESC, timestamp DESC, value DESC LIMIT 1) END)",
);

const COLUMNS: Readonly<Record<string, string>> = {
  run_id: "r.run_id",
  run_name: "r.name",
  status: "r.status",
  user_id: "r.user_id",
  start_time: "r.start_time",
  end_time: "r.end_time",
};

/** The column of an attribute that the vocabulary of runs knows. */
export function runColumn(key: string, { artifactsUri }: RunColumns): RunColumn {
  if (key === "artifact_uri") {
    return {
      column: sql`(coalesce(
        (SELECT artifact_location FROM experiments WHERE experiment = r.experiment),
        ${artifactsUri} || r.experiment
      ) || '/' || r.run_id || '/artifacts')`,
      isNumber: false,
    };
  }
  const column = Object.hasOwn(COLUMNS, key) ? COLUMNS[key] : undefined;
  if (column === undefined) throw new TypeError(`Runs have no column "${key}"`);
  return { column: raw(column), isNumber: key.endsWith("_time") };
}
