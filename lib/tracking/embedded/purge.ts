import type { ArtifactPlaces } from "./artifact_places.ts";
import type { Connection } from "./connection.ts";
import type { Database } from "./database.ts";
import type { LoggedModelRow } from "./models/logged_models.ts";
import {
  modelsToPurge,
  type PurgedModel,
  removeModelFiles,
  removeModels,
  sizeOfModels,
} from "./purge_models.ts";
import { estimateShrink } from "./purge_size.ts";
import { removeFiles } from "./remove_files.ts";
import type { RunRow } from "./run_rows.ts";
import { shrink } from "./shrink.ts";

/** Which deleted runs to remove for ever. */
export interface PurgeOptions {
  /** Only what was deleted before this moment, in milliseconds since 1970. @default {all that is deleted} */
  readonly before?: number | undefined;
  /** Only these runs, with their models, and nothing else. @default {all that is deleted} */
  readonly runIds?: readonly string[] | undefined;
}

/** What a purge removes, or has removed. */
export interface PurgeReport {
  /** The runs. */
  readonly runs: readonly PurgedRun[];
  /** Names of deleted experiments that hold no other runs; they can be used again. */
  readonly experiments: readonly string[];
  /** Logged models: those that are deleted, and those of the runs. What is a version of a registered model stays. */
  readonly models: readonly PurgedModel[];
  /** Points of metrics. */
  readonly points: number;
  /** Artifacts. */
  readonly artifacts: number;
  /** Bytes of these, and of the files of the models. */
  readonly bytes: number;
  /** By how many bytes the file of the store became smaller; of a purge that is still to come, an estimate. */
  readonly shrunkBy: number;
}

/** A run that is removed for ever. */
export interface PurgedRun {
  /** Its id. */
  readonly runId: string;
  /** Its name. */
  readonly runName: string;
  /** When it was deleted, in milliseconds since 1970. */
  readonly deletedTime: number;
}

/** What {@linkcode purge} would remove. Nothing is changed. */
export async function describePurge(
  database: Database,
  places: ArtifactPlaces,
  options: PurgeOptions = {},
): Promise<PurgeReport> {
  const { models, ...report } = describeRows(database, choose(options));
  const bytes = report.bytes + await sizeOfModels(places, models);
  return { ...report, models: models.map((row) => ({ modelId: row.model_id, name: row.name })), bytes };
}

interface RowsReport extends Omit<PurgeReport, "models"> {
  readonly models: readonly LoggedModelRow[];
}

/** What a purge looks at. */
interface Choice {
  /** Which deleted runs. */
  readonly runs: { readonly before: number; readonly runIds: string | null };
  /** Which deleted models and experiments beside those of the runs. */
  readonly before: number;
}

function choose({ before = Infinity, runIds }: PurgeOptions): Choice {
  return runIds === undefined
    ? { runs: { before, runIds: null }, before }
    : { runs: { before, runIds: JSON.stringify(runIds) }, before: -Infinity };
}

function describeRows(database: Database, choice: Choice): RowsReport {
  const { before } = choice;
  return database.snapshot(() => {
    const rows = deletedRuns(database, choice);
    const numbers = numbersOf(rows);
    const { artifacts, bytes } = database.get<{ readonly artifacts: number; readonly bytes: number }>(
      `SELECT count(*) AS artifacts, coalesce(sum(size), 0) AS bytes FROM artifacts WHERE run IN ${LIST}`,
      numbers,
    ) ?? { artifacts: 0, bytes: 0 };
    const points = database.get<{ readonly points: number }>(
      `SELECT count(*) AS points FROM metrics JOIN points USING (metric) WHERE run IN ${LIST}`,
      numbers,
    )?.points ?? 0;
    return {
      runs: rows.map((row) => ({
        runId: row.run_id,
        runName: row.name,
        deletedTime: row.deleted_time ?? row.start_time,
      })),
      experiments: emptyExperiments(database, { numbers, before }).map(({ name }) => name),
      models: modelsToPurge(database, { runs: numbers, before }),
      shrunkBy: estimateShrink(database, { runs: numbers, points }),
      points,
      artifacts,
      bytes,
    };
  });
}

/**
 * Remove deleted runs for ever: their artifacts and models, then all that is known of them, then deleted experiments that are
 * left without runs; and give the space in the file back. Who dies in between leaves deleted runs that lack artifacts, for the
 * next purge.
 */
export async function purge(
  connection: Connection,
  places: ArtifactPlaces,
  options: PurgeOptions = {},
): Promise<PurgeReport> {
  const database = connection.forWriting();
  const choice = choose(options);
  const { before } = choice;
  const report = await describePurge(database, places, options);
  const models = modelsToPurge(database, { runs: numbersOf(deletedRuns(database, choice)), before });
  await removeModelFiles(places, models);
  for (const row of deletedRuns(database, choice)) {
    await removeFiles(places.of(row));
  }
  connection.synced(() =>
    database.transaction(() => {
      // Somebody may have restored a run meanwhile, or deleted another one.
      const known = new Set(report.runs.map(({ runId }) => runId));
      removeRuns(database, deletedRuns(database, choice).filter((row) => known.has(row.run_id)), before);
    })
  );
  return { ...report, shrunkBy: shrink(connection) };
}

interface DeletedRow extends RunRow {
  readonly deleted_time: number | null;
}

const LIST = "(SELECT value FROM json_each(?))";

// What belongs to a run, and lists the run in a column of this name.
const TABLES = [
  "params",
  "tags",
  "metrics",
  "artifacts",
  "nodes",
  "lines",
  "dataset_uses",
  "snapshots",
  "run_models",
];

function removeRuns(database: Database, rows: readonly DeletedRow[], before: number): void {
  const numbers = numbersOf(rows);
  const models = modelsToPurge(database, { runs: numbers, before });
  removeModels(database, JSON.stringify(models.map(({ model }) => model)));
  const empty = emptyExperiments(database, { numbers, before });
  database.run(
    `DELETE FROM points WHERE metric IN (SELECT metric FROM metrics WHERE run IN ${LIST})`,
    numbers,
  );
  database.run(
    `DELETE FROM dataset_tags WHERE use IN (SELECT use FROM dataset_uses WHERE run IN ${LIST})`,
    numbers,
  );
  for (const table of TABLES) database.run(`DELETE FROM ${table} WHERE run IN ${LIST}`, numbers);
  database.run(`DELETE FROM runs WHERE run IN ${LIST}`, numbers);
  // What nobody uses any more.
  database.run("DELETE FROM datasets WHERE dataset NOT IN (SELECT dataset FROM dataset_uses)");
  database.run("DELETE FROM contents WHERE content NOT IN (SELECT content FROM snapshots)");
  for (const { experiment } of empty) {
    database.run("DELETE FROM experiment_tags WHERE experiment = ?", experiment);
    database.run("DELETE FROM experiments WHERE experiment = ?", experiment);
  }
}

function deletedRuns(database: Database, { runs: { before, runIds } }: Choice): readonly DeletedRow[] {
  return database.all<DeletedRow>(
    `SELECT * FROM runs WHERE lifecycle_stage = 'deleted' AND coalesce(deleted_time, start_time) < ?1
       AND (?2 IS NULL OR run_id IN (SELECT value FROM json_each(?2))) ORDER BY run`,
    before,
    runIds,
  );
}

// Experiment 0 always stays, as in MLflow.
function emptyExperiments(
  database: Database,
  { numbers, before }: { readonly numbers: string; readonly before: number },
): readonly { readonly experiment: number; readonly name: string }[] {
  const models = modelsToPurge(database, { runs: numbers, before });
  return database.all(
    `SELECT experiment, name FROM experiments WHERE lifecycle_stage = 'deleted' AND experiment > 0 AND last_update_time < ?
       AND experiment NOT IN (SELECT experiment FROM runs WHERE run NOT IN ${LIST})
       AND experiment NOT IN (SELECT experiment FROM logged_models WHERE model NOT IN ${LIST}) ORDER BY experiment`,
    before,
    numbers,
    JSON.stringify(models.map(({ model }) => model)),
  );
}

function numbersOf(rows: readonly RunRow[]): string {
  return JSON.stringify(rows.map(({ run }) => run));
}
