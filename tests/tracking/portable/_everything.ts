import { toBytes } from "../../../lib/core/bytes.ts";
import type { EmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import type { Run } from "../../../lib/tracking/entities.ts";

/** All that a store knows of its runs, by id, but for where it is. */
export async function runsOf(store: EmbeddedStore): Promise<unknown> {
  const { items } = await store.searchRuns({ orderBy: ["run_id"] });
  return await Promise.all(items.map((run) => runOf(store, run)));
}

async function runOf(store: EmbeddedStore, { info, ...run }: Run): Promise<unknown> {
  const { runId } = info;
  const experiment = await store.getExperiment(info.experimentId);
  const artifacts = await store.listArtifacts(runId);
  return {
    info: { ...info, artifactUri: "", experimentId: experiment?.name },
    run,
    histories: await Promise.all(Object.keys(run.metrics).map((key) => store.getMetricHistory(runId, key))),
    nodes: await store.getNodes(runId),
    log: await store.getLogLines(runId),
    uses: await store.getDatasetUses(runId),
    snapshots: await store.getSnapshots(runId),
    artifacts,
    bytes: await Promise.all(
      artifacts.map(async ({ path }) => await toBytes(await store.readArtifact(runId, path))),
    ),
  };
}

/** All that a store knows of models, but for where they are. */
export async function modelsOf(store: EmbeddedStore) {
  const { items } = await store.searchLoggedModels();
  const logged = await Promise.all(items.map(async ({ artifactUri: _uri, experimentId: _id, ...model }) => {
    const files = await store.listModelArtifacts(model.modelId);
    const bytes = files.map(async ({ path }) =>
      await toBytes(await store.readModelArtifact(model.modelId, path))
    );
    return { ...model, files, bytes: await Promise.all(bytes) };
  }));
  const { items: runs } = await store.searchRuns({ orderBy: ["run_id"] });
  const uses = await Promise.all(runs.map(({ info }) => store.getRunModels(info.runId)));
  const { items: registered } = await store.searchRegisteredModels();
  const { items: versions } = await store.searchModelVersions({ orderBy: ["name", "version_number"] });
  return {
    logged: logged.sort((a, b) => a.modelId < b.modelId ? -1 : 1),
    uses: uses.map((used) => used.toSorted((a, b) => a.modelId < b.modelId ? -1 : 1)),
    registered: registered.map((model) => ({
      ...model,
      versions: versions.filter(({ name }) => name === model.name),
    })),
  };
}
