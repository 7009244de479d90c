import { mapPool } from "../../core/pool.ts";
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
  run: Run,
  { experiment, names }: { readonly experiment: string; readonly names: readonly string[] },
): Promise<PortableRun> {
  const isRedacted = createRedactor(names);
  const histories = await mapPool(
    Object.keys(run.metrics),
    HISTORIES_AT_ONCE,
    (key) => store.getMetricHistory(run.info.runId, key),
  );
  const collected = await readRunParts(store, run, experiment);
  return {
    ...collected,
    metrics: histories.flat(),
    morePoints: undefined,
    params: redactTags(collected.params, isRedacted),
    tags: redactTags(collected.tags, isRedacted),
    log: collected.log.map((line) => ({ ...line, message: redact(line.message, names) })),
  };
}

/** All that a store knows of a run, as it is; points are read while they are stored. */
export async function readRunParts(
  store: TrackingStore,
  { info, params, metrics, tags }: Run,
  experiment: string,
): Promise<PortableRun> {
  const { runId, runName, status, startTime, endTime } = info;
  const artifacts = await store.listArtifacts(runId);
  return {
    ...{ runId, runName, experiment, status, startTime, endTime },
    params,
    tags,
    metrics: [],
    async *morePoints() {
      for (const key of Object.keys(metrics)) yield* store.readMetricHistory(runId, key);
    },
    nodes: await store.getNodes(runId),
    log: await store.getLogLines(runId),
    datasets: await store.getDatasetUses(runId),
    snapshots: await store.getSnapshots(runId),
    artifacts: artifacts.map(({ path, size }) => ({
      path,
      size,
      open: () => store.readArtifact(runId, path),
    })),
  };
}

// Each is a request when the store is a server.
const HISTORIES_AT_ONCE = 8;
