import { TrackingError } from "../core/errors.ts";
import type { EmbeddedStore } from "./embedded/embedded_store.ts";
import type { Run } from "./entities.ts";
import type { StartRunOptions } from "./start_run.ts";

/** An experiment by id and name. */
export interface ChosenExperiment {
  /** Its id. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
}

/**
 * The run to go on with.
 *
 * @throws {TrackingError} When there is none, or it is deleted.
 */
export async function requireResumable(store: EmbeddedStore, runId: string): Promise<Run> {
  const run = await store.getRun(runId);
  if (run?.info.lifecycleStage === "active") return run;
  const reason = run === undefined
    ? `there is no run with this id${await meantRun(store, runId)}`
    : `run "${run.info.runName}" is deleted; restore it first`;
  throw new TrackingError(`Cannot go on with run "${runId}": ${reason}`, {
    endpoint: store.endpoint,
    code: run === undefined ? "RESOURCE_DOES_NOT_EXIST" : "INVALID_STATE",
  });
}

// Only a whole id says for sure which run is to be written to.
async function meantRun(store: EmbeddedStore, reference: string): Promise<string> {
  const { resolveRun }: typeof import("./resolve_run.ts") = await import(RESOLVE_RUN);
  try {
    const { info } = await resolveRun(store, reference);
    return `. Did you mean "${info.runId}", the run "${info.runName}"?`;
  } catch (error) {
    if (error instanceof Error && error.name === "TrackingError") return "";
    throw error;
  }
}

// A run that goes well does not need it.
const RESOLVE_RUN: string = "./resolve_run.ts";

/**
 * The experiment of a new run, made when there is none.
 *
 * @throws {TrackingError} When it is deleted and not to be restored, and when there is none of the id.
 */
export async function chooseExperiment(
  store: EmbeddedStore,
  { experiment, experimentId, experimentTags, artifactLocation, restoreExperiment }: StartRunOptions,
): Promise<ChosenExperiment> {
  if (experimentId === undefined) {
    const name = experiment ?? "Default";
    const options = { tags: experimentTags, artifactLocation, restoreIfDeleted: restoreExperiment };
    return { id: store.ensureExperiment(name, options), name };
  }
  return await experimentById(store, experimentId, experiment);
}

/** An experiment that must be there, and have the name if one is given. */
export async function experimentById(
  store: EmbeddedStore,
  id: string,
  name?: string | undefined,
): Promise<ChosenExperiment> {
  const found = await store.getExperiment(id);
  if (found !== undefined && (name === undefined || name === found.name)) return { id, name: found.name };
  const reason = found === undefined
    ? "there is none with this id"
    : `its name is "${found.name}", not "${name}"`;
  throw new TrackingError(`Cannot use experiment ${id}: ${reason}`, {
    endpoint: store.endpoint,
    code: found === undefined ? "RESOURCE_DOES_NOT_EXIST" : "INVALID_PARAMETER_VALUE",
  });
}
