import { TrackingError } from "../../core/errors.ts";
import type { Experiment, LifecycleStage } from "../entities.ts";
import { checkExperimentName, checkExperimentTag } from "../limits.ts";
import type { Database } from "./database.ts";

/** A row of the table of experiments. */
export interface ExperimentRow {
  /** Its number. */
  readonly experiment: number;
  /** Its name. */
  readonly name: string;
  /** Whether it has been deleted. */
  readonly lifecycle_stage: LifecycleStage;
  /** Milliseconds since 1970. */
  readonly creation_time: number;
  /** Milliseconds since 1970. */
  readonly last_update_time: number;
  /** URL of the folder of its artifacts; null when they are with all others. */
  readonly artifact_location: string | null;
}

/** Make an experiment and return its number; a name that is taken is refused, also by a deleted one. */
export function createExperiment(
  database: Database,
  name: string,
  options: { readonly tags: Readonly<Record<string, string>>; readonly now: number },
): number {
  checkExperimentName(name);
  return database.transaction(() => {
    const taken = experimentByName(database, name);
    if (taken !== undefined) {
      const stage = taken.lifecycle_stage === "deleted" ? " and is deleted" : "";
      throw new TrackingError(`Cannot create experiment "${name}": it exists already${stage}`, {
        endpoint: database.path,
        code: "RESOURCE_ALREADY_EXISTS",
      });
    }
    return insertExperiment(database, name, options);
  });
}

/** How to make an experiment that is not there. */
export interface EnsureExperimentOptions {
  /** Its tags, when it is made. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Path or file URL of the folder of its artifacts, when it is made. @default {with all others} */
  readonly artifactLocation?: string | undefined;
  /** Restore it when it is deleted, instead of refusing it. @default {false} */
  readonly restoreIfDeleted?: boolean | undefined;
}

/** The number of the active experiment of a name, made when there is none. */
export function ensureExperiment(
  database: Database,
  name: string,
  options: EnsureExperimentOptions & { readonly now: number },
): number {
  const { tags = {}, restoreIfDeleted = false, artifactLocation, now } = options;
  checkExperimentName(name);
  return database.transaction(() => {
    const row = experimentByName(database, name);
    if (row === undefined) return insertExperiment(database, name, { tags, now, artifactLocation });
    if (row.lifecycle_stage === "active") return row.experiment;
    if (restoreIfDeleted) {
      changeStage(database, row.experiment, { stage: "active", now });
      return row.experiment;
    }
    throw new TrackingError(
      `Cannot use experiment "${name}": it is deleted; restore it or take another name`,
      {
        endpoint: database.path,
        code: "INVALID_PARAMETER_VALUE",
      },
    );
  });
}

/** The row of an experiment, or `undefined`. */
export function findExperiment(database: Database, experimentId: string): ExperimentRow | undefined {
  return database.get<ExperimentRow>(
    "SELECT * FROM experiments WHERE experiment = ?",
    toNumber(experimentId),
  );
}

/** The row of an experiment by name, or `undefined`. */
export function experimentByName(database: Database, name: string): ExperimentRow | undefined {
  return database.get<ExperimentRow>("SELECT * FROM experiments WHERE name = ?", name);
}

/** The row of an experiment that must be there. */
export function requireExperiment(database: Database, experimentId: string): ExperimentRow {
  const row = findExperiment(database, experimentId);
  if (row !== undefined) return row;
  throw new TrackingError(`Experiment "${experimentId}" does not exist in "${database.path}"`, {
    endpoint: database.path,
    code: "RESOURCE_DOES_NOT_EXIST",
  });
}

/** Rows of experiments, newest first. */
export function listExperiments(
  database: Database,
  stage: LifecycleStage | "all",
): readonly ExperimentRow[] {
  const where = stage === "all" ? "" : "WHERE lifecycle_stage = ?";
  const sql = `SELECT * FROM experiments ${where} ORDER BY creation_time DESC, experiment DESC`;
  return database.all<ExperimentRow>(sql, ...(stage === "all" ? [] : [stage]));
}

/** A row with its tags. */
export function readExperiment(
  database: Database,
  row: ExperimentRow,
  artifactLocation: string,
): Experiment {
  const tags = database.all<{ readonly key: string; readonly value: string }>(
    "SELECT key, value FROM experiment_tags WHERE experiment = ? ORDER BY key",
    row.experiment,
  );
  return {
    experimentId: String(row.experiment),
    name: row.name,
    artifactLocation,
    lifecycleStage: row.lifecycle_stage,
    creationTime: row.creation_time,
    lastUpdateTime: row.last_update_time,
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  };
}

/** Delete or restore an experiment, and with it its runs, as MLflow does. */
export function setExperimentStage(
  database: Database,
  experimentId: string,
  options: { readonly stage: LifecycleStage; readonly now: number },
): void {
  database.transaction(() => {
    changeStage(database, requireExperiment(database, experimentId).experiment, options);
  });
}

function changeStage(
  database: Database,
  experiment: number,
  { stage, now }: { readonly stage: LifecycleStage; readonly now: number },
): void {
  database.run(
    "UPDATE experiments SET lifecycle_stage = ?, last_update_time = ? WHERE experiment = ?",
    stage,
    now,
    experiment,
  );
  database.run(
    "UPDATE runs SET lifecycle_stage = ?, deleted_time = ? WHERE experiment = ?",
    stage,
    stage === "deleted" ? now : null,
    experiment,
  );
}

function insertExperiment(
  database: Database,
  name: string,
  { tags, now, artifactLocation }: {
    readonly tags: Readonly<Record<string, string>>;
    readonly now: number;
    readonly artifactLocation?: string | undefined;
  },
): number {
  const row = database.get<{ readonly experiment: number }>(
    "INSERT INTO experiments (name, creation_time, last_update_time, artifact_location) VALUES (?, ?, ?, ?) " +
      "RETURNING experiment",
    name,
    now,
    now,
    artifactLocation ?? null,
  );
  const experiment = row?.experiment ?? 0;
  for (const [key, value] of Object.entries(tags)) {
    checkExperimentTag(key, value);
    database.run("INSERT INTO experiment_tags VALUES (?, ?, ?)", experiment, key, value);
  }
  return experiment;
}

// Ids are text everywhere but in the tables; text that is no number names no experiment.
function toNumber(experimentId: string): number {
  return /^\d{1,15}$/.test(experimentId) ? Number(experimentId) : -1;
}
