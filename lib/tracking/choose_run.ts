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
    ? "there is no run with this id"
    : `run "${run.info.runName}" is deleted; restore it first`;
  throw new TrackingError(`Cannot go on with run "${runId}": ${reason}`, {
    endpoint: store.endpoint,
    code: run === undefined ? "RESOURCE_DOES_NOT_EXIST" : "INVALID_STATE",
  });
}

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
