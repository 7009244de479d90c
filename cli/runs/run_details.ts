import type {
  ArtifactInfo,
  DatasetUse,
  LoggedModel,
  LogLine,
  Metric,
  ModelVersion,
  NodeRecord,
  Run,
  RunModel,
  TrackingStore,
} from "../../mod.ts";
import { experimentNames } from "./run_facts.ts";

/** All that is known of a run. */
export interface RunDetails {
  /** The run. */
  readonly run: Run;
  /** Name of its experiment. */
  readonly experiment: string;
  /** The run that it is a part of. */
  readonly around?: Run | undefined;
  /** The runs that are parts of it, in the order in which they began. */
  readonly inside: readonly Run[];
  /** All points of its metrics, by name. */
  readonly histories: ReadonlyMap<string, readonly Metric[]>;
  /** Its artifacts. */
  readonly artifacts: readonly ArtifactInfo[];
  /** The models that it made and loaded. */
  readonly models: readonly ModelDetails[];
  /** Data that it read and wrote. */
  readonly datasets: readonly DatasetUse[];
  /** What became of its nodes. */
  readonly nodes: readonly NodeRecord[];
  /** Its log. */
  readonly log: readonly LogLine[];
}

/** A model of a run. */
export interface ModelDetails {
  /** Whether the run made or loaded it. */
  readonly role: RunModel["role"];
  /** The model. */
  readonly model: LoggedModel;
  /** The versions that it was registered as. */
  readonly versions: readonly ModelVersion[];
}

/** Read all that is known of a run. */
export async function readRunDetails(store: TrackingStore, run: Run): Promise<RunDetails> {
  const { runId, experimentId } = run.info;
  const histories = await Promise.all(
    Object.keys(run.metrics).map(async (key) => [key, await store.getMetricHistory(runId, key)] as const),
  );
  return {
    run,
    experiment: (await experimentNames(store)).get(experimentId) ?? experimentId,
    around: await runAround(store, run),
    inside: await runsInside(store, runId),
    histories: new Map(histories),
    artifacts: await store.listArtifacts(runId),
    models: await readModels(store, runId),
    nodes: await store.getNodes(runId),
    datasets: await store.getDatasetUses(runId),
    log: await store.getLogLines(runId),
  };
}

const PARENT_TAG = "mlflow.parentRunId";

async function runAround(store: TrackingStore, { tags }: Run): Promise<Run | undefined> {
  const id = tags[PARENT_TAG];
  return id === undefined ? undefined : await store.getRun(id);
}

async function runsInside(store: TrackingStore, runId: string): Promise<readonly Run[]> {
  const filter = `tags.\`${PARENT_TAG}\` = '${runId}'`;
  return (await store.searchRuns({ filter, orderBy: ["start_time ASC"] })).items;
}

async function readModels(store: TrackingStore, runId: string): Promise<readonly ModelDetails[]> {
  const used = await store.getRunModels(runId);
  const found = await Promise.all(used.map(async ({ role, modelId }): Promise<ModelDetails[]> => {
    const model = await store.getLoggedModel(modelId);
    if (model === undefined) return [];
    return [{ role, model, versions: await versionsOf(store, model) }];
  }));
  return found.flat();
}

async function versionsOf(
  store: TrackingStore,
  { sourceRunId, modelId }: LoggedModel,
): Promise<readonly ModelVersion[]> {
  if (sourceRunId === undefined) return [];
  const { items } = await store.searchModelVersions({ filter: `run_id = '${sourceRunId}'` });
  return items.filter((version) => version.modelId === modelId);
}
