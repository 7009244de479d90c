import { listSome } from "../../core/describe_value.ts";
import { TrackingError } from "../../core/errors.ts";
import type { Store } from "../../stores/store.ts";
import type { TrackedFiles } from "../files.ts";
import { filesStore } from "../files_store.ts";
import type { TrackingStore } from "../tracking_store.ts";
import type { ModelVersion } from "./entities.ts";
import { MLMODEL } from "./mlmodel.ts";
import { type ModelUri, parseModelUri } from "./model_uri.ts";

/** A model that was found. */
export interface OpenedModel {
  /** Its files. */
  readonly files: Store;
  /** The model in words: `model "forest" (m-8f3c…)`. */
  readonly label: string;
  /** Id of the logged model, if it is one. */
  readonly modelId: string | undefined;
  /** The run that made it, if that is known. */
  readonly runId: string | undefined;
}

/**
 * Find the model that a URI means: `models:/forest/3`, `models:/forest/latest`, `models:/forest@champion`, `models:/m-8f3c…` or
 * `runs:/8f3c…/model`.
 *
 * @throws {TrackingError} When the URI means none, or there is none.
 */
export async function openModel(store: TrackingStore, uri: string): Promise<OpenedModel> {
  const parsed = parseModelUri(uri);
  switch (parsed.kind) {
    case "model":
      return await openLogged(store, parsed.modelId);
    case "run":
      return await openOfRun(store, parsed);
    case "alias":
    case "version":
      return await openVersion(store, await findVersion(store, parsed));
    default:
      return parsed satisfies never;
  }
}

async function openLogged(store: TrackingStore, modelId: string): Promise<OpenedModel> {
  const model = await store.getLoggedModel(modelId);
  if (model === undefined) throw missing(store, `There is no logged model "${modelId}"`);
  const label = `model "${model.name}" (${modelId})`;
  const files: TrackedFiles = {
    label,
    write: (path, body) => store.writeModelArtifact(modelId, path, body),
    read: (path) => store.readModelArtifact(modelId, path),
    list: () => store.listModelArtifacts(modelId),
  };
  return { files: filesStore(() => Promise.resolve(files)), label, modelId, runId: model.sourceRunId };
}

async function openOfRun(
  store: TrackingStore,
  { runId, path }: Extract<ModelUri, { kind: "run" }>,
): Promise<OpenedModel> {
  const run = await store.getRun(runId);
  if (run === undefined) throw missing(store, `There is no run "${runId}"`);
  const label = `model "${path}" of run "${run.info.runName}"`;
  const artifacts = await store.listArtifacts(runId, path);
  if (artifacts.some((artifact) => artifact.path === `${path}/${MLMODEL}`)) {
    const files: TrackedFiles = {
      label,
      write: (below, body) => store.writeArtifact(runId, `${path}/${below}`, body),
      read: (below) => store.readArtifact(runId, `${path}/${below}`),
      list: async () =>
        (await store.listArtifacts(runId, path)).map(({ path: full, size }) => ({
          path: full.slice(path.length + 1),
          size,
        })),
    };
    return { files: filesStore(() => Promise.resolve(files)), label, modelId: undefined, runId };
  }
  // As MLflow 3 keeps them: a model of the run, by its name; the newest of that name.
  const made = (await store.getRunModels(runId)).filter(({ role }) => role === "output");
  for (const { modelId } of made.toReversed()) {
    if ((await store.getLoggedModel(modelId))?.name === path) return await openLogged(store, modelId);
  }
  throw missing(store, `Run "${run.info.runName}" (${runId}) has no model "${path}"`);
}

async function openVersion(store: TrackingStore, version: ModelVersion): Promise<OpenedModel> {
  const opened = await openModel(store, version.source);
  const label = `version ${version.version} of model "${version.name}"`;
  return { ...opened, label, runId: version.runId ?? opened.runId };
}

async function findVersion(
  store: TrackingStore,
  uri: Extract<ModelUri, { kind: "alias" | "version" }>,
): Promise<ModelVersion> {
  const { name } = uri;
  const model = await store.getRegisteredModel(name);
  if (model === undefined) throw missing(store, `No model is registered as "${name}"`);
  if (uri.kind === "alias") {
    const found = await store.getModelVersionByAlias(name, uri.alias);
    if (found !== undefined) return found;
    const known = Object.keys(model.aliases);
    const hint = known.length === 0 ? "it has none" : `known are ${listSome(known)}`;
    throw missing(store, `Model "${name}" has no alias "${uri.alias}": ${hint}`);
  }
  if (/^\d+$/.test(uri.version)) {
    const found = await store.getModelVersion(name, uri.version);
    if (found !== undefined) return found;
    throw missing(store, `Model "${name}" has no version ${uri.version}`);
  }
  const isLatest = uri.version.toLowerCase() === "latest";
  const latest = isLatest ? model.latestVersions : await store.getLatestVersions(name, [uri.version]);
  const newest = latest.toSorted((a, b) => Number(b.version) - Number(a.version))[0];
  if (newest !== undefined) return newest;
  throw missing(
    store,
    isLatest ? `Model "${name}" has no versions` : `Model "${name}" has no version in stage "${uri.version}"`,
  );
}

function missing({ endpoint }: TrackingStore, message: string): TrackingError {
  return new TrackingError(message, { endpoint, code: "RESOURCE_DOES_NOT_EXIST" });
}
