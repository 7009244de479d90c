import type { Run } from "../entities.ts";
import type { TrackingStore } from "../tracking_store.ts";
import type { ExportRunsOptions } from "../transfer_runs.ts";
import { collectModels } from "./collect_models.ts";
import { collectRun } from "./collect_run.ts";
import { NO_MODELS } from "./portable_models.ts";
import type { PortableRun } from "./portable_run.ts";
import { packRuns, runsToCsv, runsToJson } from "./write_runs.ts";

/** Runs of a store as bytes. */
export async function exportTo(
  store: TrackingStore,
  runs: readonly Run[],
  { format, redact: names = [] }: ExportRunsOptions,
): Promise<ReadableStream<Uint8Array>> {
  const experiments = new Map(
    (await store.listExperiments("all")).map(({ experimentId, name }) => [experimentId, name]),
  );
  const collected: PortableRun[] = [];
  for (const run of runs) {
    const experiment = experiments.get(run.info.experimentId) ?? run.info.experimentId;
    collected.push(await collectRun(store, run, { experiment, names }));
  }
  const models = format === "csv"
    ? NO_MODELS
    : await collectModels(store, collected.map(({ runId }) => runId), names);
  switch (format) {
    case "json":
      return ReadableStream.from([new TextEncoder().encode(runsToJson(collected, models))]);
    case "csv":
      return ReadableStream.from([new TextEncoder().encode(runsToCsv(collected))]);
    case "archive":
      return await packRuns(collected, models);
    default:
      return format satisfies never;
  }
}
