import type { Clock } from "../../core/clock.ts";
import { listSome } from "../../core/describe_value.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { DatasetType } from "../../datasets/dataset_type.ts";
import { z } from "../../deps/zod.ts";
import { invalid } from "../limits.ts";
import { metricKey, metricKeyIssues } from "./metric_key.ts";
import { metricPlaces } from "./metric_place.ts";
import { findMetric, lastRecorded, metricValue, requireMetric } from "./metric_points.ts";
import { isOutsideRuns, type RunFinder } from "./run_access.ts";
import { chooseRuns, type RunFields, runFields } from "./run_fields.ts";
import { trackedType } from "./tracked_type.ts";

/** Fields of a `MlflowMetricDataset` entry. */
export interface MetricOptions extends RunFields {
  /** Name of the metric. @default {the name of the dataset} */
  readonly key?: string | null;
  /** How to load. */
  readonly load_args?: {
    /** Load the value of this step. @default {the value that was recorded last} */
    readonly step?: number;
  };
  /** How to save. */
  readonly save_args?: MetricSaveArgs;
}

interface MetricSaveArgs {
  readonly mode?: "overwrite" | "append";
  readonly step?: number;
  readonly timestamp?: number;
  readonly synchronous?: boolean;
}

const TYPE = "MlflowMetricDataset";

/** One value of a metric of a run. */
export function metricType(runs: RunFinder, clock: Clock): DatasetType<MetricOptions> {
  return trackedType({
    type: TYPE,
    family: "metrics",
    schema: () =>
      z.strictObject({
        ...runFields(),
        key: z.string().min(1).nullable().exactOptional(),
        load_args: z.strictObject({ step: z.int().exactOptional() }).exactOptional(),
        save_args: z.strictObject({
          mode: z.enum(["overwrite", "append"]).exactOptional(),
          step: z.int().exactOptional(),
          timestamp: z.int().min(0).exactOptional(),
          // Of MLflow's client; every write is synchronous here.
          synchronous: z.boolean().exactOptional(),
        }).exactOptional(),
      }),
    check: ({ key }) => metricKeyIssues("key", key),
    create: (options, { name }) =>
      metricDataset(metricKey("key", options.key, name), { options, runs, clock }),
  });
}

interface Parts {
  readonly options: MetricOptions;
  readonly runs: RunFinder;
  readonly clock: Clock;
}

function metricDataset(key: string, { options, runs, clock }: Parts): Dataset<number> {
  const { load_args: { step: loadStep } = {}, save_args = {} } = options;
  const { mode = "overwrite", step: saveStep, timestamp } = save_args;
  const chosen = chooseRuns(options);
  const places = metricPlaces(runs);
  return {
    type: TYPE,
    // Whoever goes on with the run finds it.
    traits: { ephemeral: false },
    async load(): Promise<number> {
      const { place, points } = await requireMetric(places, chosen.load, key);
      if (loadStep === undefined) return lastRecorded(points, place.lastWritten(key)).value;
      const found = points.filter(({ step }) => step === loadStep);
      if (found.length > 0) return lastRecorded(found, place.lastWritten(key)).value;
      const steps = listSome([...new Set(points.map(({ step }) => String(step)))]);
      throw invalid(`Metric "${key}" of ${place.label} has no step ${loadStep}: known are ${steps}`);
    },
    async save(data: number): Promise<void> {
      const place = await places.find(chosen.save);
      const value = metricValue(data, key, place);
      const highest = saveStep === undefined ? await place.highestStep(key) : undefined;
      const next = mode === "append" && highest !== undefined ? highest + 1 : highest ?? 0;
      await place.write([{ key, value, step: saveStep ?? next, timestamp: timestamp ?? clock.now() }]);
    },
    async exists(): Promise<boolean> {
      // Not known before a run has begun; a run that is gone on with, or shared by processes, may have it.
      if (isOutsideRuns(chosen.load)) return true;
      return (await findMetric(places, chosen.load, key)).points.length > 0;
    },
    describe: () => ({ type: TYPE, ...options, key }) as unknown as JsonObject,
  };
}
