import { type Clock, SYSTEM_CLOCK } from "../../core/clock.ts";
import type { TrackingStore, TrackingTraits } from "../tracking_store.ts";
import { connectMlflow, type MlflowConnection } from "./connection.ts";
import { datasetUsePart } from "./dataset_uses.ts";
import { experimentPart } from "./experiments.ts";
import { loggedModelPart } from "./logged_models.ts";
import type { MlflowOptions } from "./mlflow_options.ts";
import { parseMlflowSettings } from "./mlflow_settings.ts";
import { registryPart } from "./registry.ts";
import { runArtifactPart } from "./run_artifacts.ts";
import { requireRun, runPart } from "./runs.ts";
import { type MlflowServerInfo, readServerInfo } from "./server_info.ts";

/** A server of MLflow as a tracking store. */
export interface MlflowStore extends TrackingStore {
  /** What the server is and can do. */
  serverInfo(): Promise<MlflowServerInfo>;
}

/** A store over a connection, which it closes. */
export function mlflowStore(
  connection: MlflowConnection,
  { clock = SYSTEM_CLOCK }: { readonly clock?: Clock | undefined } = {},
): MlflowStore {
  const runs = runPart(connection, clock);
  // Nothing of the kind is kept there; a run that is not there is still told.
  const nothing = async <T>(runId: string, value: T): Promise<T> => {
    await requireRun(connection, runId);
    return value;
  };
  return {
    endpoint: connection.endpoint,
    traits: TRAITS,
    serverInfo: () => readServerInfo(connection),
    ...experimentPart(connection),
    ...runs,
    ...runArtifactPart(connection),
    ...datasetUsePart(connection),
    ...loggedModelPart(connection, runs),
    ...registryPart(connection),
    getSnapshots: (runId) => nothing(runId, {}),
    getNodes: (runId) => nothing(runId, []),
    getLogLines: (runId) => nothing(runId, []),
    [Symbol.asyncDispose]: async () => await connection[Symbol.asyncDispose](),
  };
}

/** Connect to a server. */
export function openMlflow(
  uri: string | URL,
  options: MlflowOptions & { readonly home?: string | undefined } = {},
): MlflowStore {
  const { home, ...others } = options;
  return mlflowStore(connectMlflow(parseMlflowSettings(uri, others), { home }));
}

const TRAITS: TrackingTraits = {
  nodeEvents: false,
  outputs: false,
  stablePages: false,
  checksums: false,
  anyArtifactName: false,
  modelMessages: false,
};
