import type { Run } from "../entities.ts";
import { createRedactor, redactTags } from "../redact.ts";
import { redact } from "../system/command_line.ts";
import type { TrackingStore } from "../tracking_store.ts";
import type { PortableRun } from "./portable_run.ts";

/**
 * All that a store knows of a run. What looks secret by its name is `***`, as it is when Kedge records it: a run may have come
 * from elsewhere.
 *
 * @param names Patterns of further names of secrets.
 */
export async function collectRun(
  store: TrackingStore,
  { info, params, metrics, tags }: Run,
  { experiment, names }: { readonly experiment: string; readonly names: readonly string[] },
): Promise<PortableRun> {
  const { runId, runName, status, startTime, endTime } = info;
  const isRedacted = createRedactor(names);
  const histories = await Promise.all(Object.keys(metrics).map((key) => store.getMetricHistory(runId, key)));
  const log = await store.getLogLines(runId);
  const artifacts = await store.listArtifacts(runId);
  return {
    ...{ runId, runName, experiment, status, startTime, endTime },
    params: redactTags(params, isRedacted),
    tags: redactTags(tags, isRedacted),
    metrics: histories.flat(),
    nodes: await store.getNodes(runId),
    log: log.map((line) => ({ ...line, message: redact(line.message, names) })),
    datasets: await store.getDatasetUses(runId),
    snapshots: await store.getSnapshots(runId),
    artifacts: artifacts.map(({ path }) => ({ path, open: () => store.readArtifact(runId, path) })),
  };
}
