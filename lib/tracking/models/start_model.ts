import type { ModelHandle, NewModel } from "../../core/run_context.ts";
import { GIT_BRANCH_TAG, GIT_COMMIT_TAG, USER_TAG } from "../tag_names.ts";
import type { TrackingStore } from "../tracking_store.ts";

/** A model of a run. */
export interface ModelOfRun extends NewModel {
  /** The experiment of the run. */
  readonly experimentId: string;
  /** The run. */
  readonly runId: string;
}

/** Begin to keep a model of a run, in the order in which MLflow does it. */
export async function startModel(store: TrackingStore, model: ModelOfRun): Promise<ModelHandle> {
  const { runId, tags, ...options } = model;
  const { modelId, artifactUri } = await store.createLoggedModel({
    ...options,
    sourceRunId: runId,
    tags: { ...await originOf(store, runId), ...tags },
  });
  return {
    id: modelId,
    artifactUri,
    write: (path, content) => store.writeModelArtifact(modelId, path, content),
    async finish({ step, register }): Promise<string | undefined> {
      await store.logRunModels(runId, [{ modelId, role: "output", step }]);
      await store.finalizeLoggedModel(modelId, "READY");
      return register === undefined ? undefined : await registerModel(store, { name: register, modelId });
    },
    fail: async (message) => void await store.finalizeLoggedModel(modelId, "UPLOAD_FAILED", message),
  };
}

// MLflow's page shows of a model who made it, and from what.
const ORIGIN: readonly string[] = [
  USER_TAG,
  "mlflow.source.name",
  "mlflow.source.type",
  GIT_COMMIT_TAG,
  GIT_BRANCH_TAG,
];

async function originOf(store: TrackingStore, runId: string): Promise<Readonly<Record<string, string>>> {
  const run = await store.getRun(runId);
  return Object.fromEntries(Object.entries(run?.tags ?? {}).filter(([key]) => ORIGIN.includes(key)));
}

async function registerModel(
  store: TrackingStore,
  { name, modelId }: { readonly name: string; readonly modelId: string },
): Promise<string> {
  if (await store.getRegisteredModel(name) === undefined) {
    await store.createRegisteredModel(name).catch((error) => {
      // Somebody else was faster.
      if (!isTaken(error)) throw error;
    });
  }
  return (await store.createModelVersion(name, { source: `models:/${modelId}` })).version;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "RESOURCE_ALREADY_EXISTS";
}
