import type { RunInfo } from "../entities.ts";
import type { DatasetUse } from "../dataset_use.ts";
import { invalid } from "../limits.ts";
import type { ArtifactPlaces } from "./artifact_places.ts";
import type { Database } from "./database.ts";
import { readDatasetUses } from "./dataset_uses.ts";
import { toRunInfo } from "./read_runs.ts";
import type { RunRow } from "./run_rows.ts";
import { allOf, sql } from "./search/sql.ts";

/** Which uses of data to find: all that is given must fit. */
export interface FindUsesOptions {
  /** What identifies the bytes. */
  readonly digest?: string | undefined;
  /** Where the data was, below the folder of the project or as a URI. */
  readonly uri?: string | undefined;
  /** Name of the dataset. */
  readonly name?: string | undefined;
  /** Read or written. @default {both} */
  readonly role?: DatasetUse["role"] | undefined;
  /** At most so many. @default {100} */
  readonly maxResults?: number | undefined;
}

/** Data that a run used, and the run. */
export interface FoundUse {
  /** The run. */
  readonly run: RunInfo;
  /** What it used, and how. */
  readonly use: DatasetUse;
}

/** Uses of data by active runs, the newest first. */
export function findUses(
  database: Database,
  places: ArtifactPlaces,
  { digest, uri, name, role, maxResults = 100 }: FindUsesOptions,
): readonly FoundUse[] {
  const conditions = [
    ...(digest === undefined ? [] : [sql`d.digest = ${digest}`]),
    ...(uri === undefined ? [] : [sql`d.uri = ${uri}`]),
    ...(name === undefined ? [] : [sql`d.name = ${name}`]),
  ];
  if (conditions.length === 0) throw invalid("Cannot find uses of data: give a digest, a uri or a name");
  const where = allOf([
    ...conditions,
    sql`r.lifecycle_stage = 'active'`,
    ...(role === undefined ? [] : [sql`u.role = ${role}`]),
  ]);
  const { text, values } = sql`SELECT r.*, u.use FROM datasets AS d JOIN dataset_uses AS u USING (dataset)
    JOIN runs AS r USING (run) WHERE ${where} ORDER BY u.time DESC, u.use DESC LIMIT ${maxResults}`;
  return database.snapshot(() =>
    database.all<RunRow & { readonly use: number }>(text, ...values).flatMap((row) => {
      const run = toRunInfo(row, (found) => places.uriOf(found));
      return readDatasetUses(database, row.run_id, row.use).map((use) => ({ run, use }));
    })
  );
}
