import type { Clock } from "../../core/clock.ts";
import { describeValue } from "../../core/describe_value.ts";
import type { JsonObject } from "../../core/json.ts";
import type { MetricPoint } from "../../core/run_context.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { DatasetType } from "../../datasets/dataset_type.ts";
import { z } from "../../deps/zod.ts";
import { invalid } from "../limits.ts";
import { metricKey, metricKeyIssues } from "./metric_key.ts";
import { type MetricPlace, metricPlaces } from "./metric_place.ts";
import { findMetric, isPoint, metricValue, parsePoint, requireMetric } from "./metric_points.ts";
import { isOutsideRuns, type RunFinder } from "./run_access.ts";
import { chooseRuns, type RunFields, runFields } from "./run_fields.ts";
import { trackedType } from "./tracked_type.ts";

/** How a history looks as a value: values, values by step, or points written out. */
export type HistoryMode = "list" | "dict" | "history";

/** Fields of a `MlflowMetricHistoryDataset` entry. */
export interface MetricHistoryOptions extends RunFields {
  /** Name of the metric. @default {the name of the dataset} */
  readonly key?: string | null;
  /** What to load. @default {{ mode: "list" }} */
  readonly load_args?: { readonly mode?: HistoryMode };
  /** What is saved. @default {{ mode: "list" }} */
  readonly save_args?: { readonly mode?: HistoryMode };
}

const TYPE = "MlflowMetricHistoryDataset";

/** The history of a metric of a run. */
export function metricHistoryType(runs: RunFinder, clock: Clock): DatasetType<MetricHistoryOptions> {
  return trackedType({
    type: TYPE,
    family: "metrics",
    schema: () => {
      const args = z.strictObject({ mode: z.enum(["list", "dict", "history"]).exactOptional() })
        .exactOptional();
      return z.strictObject({
        ...runFields(),
        key: z.string().min(1).nullable().exactOptional(),
        load_args: args,
        save_args: args,
      });
    },
    check: ({ key }) => metricKeyIssues("key", key),
    create: (options, { name }) =>
      historyDataset(metricKey("key", options.key, name), { options, runs, clock }),
  });
}

interface Parts {
  readonly options: MetricHistoryOptions;
  readonly runs: RunFinder;
  readonly clock: Clock;
}

function historyDataset(key: string, { options, runs, clock }: Parts): Dataset {
  const { mode: loadMode = "list" } = options.load_args ?? {};
  const { mode: saveMode = "list" } = options.save_args ?? {};
  const chosen = chooseRuns(options);
  const places = metricPlaces(runs);
  return {
    type: TYPE,
    traits: { ephemeral: false },
    async load(): Promise<unknown> {
      return toValue((await requireMetric(places, chosen.load, key)).points, loadMode);
    },
    async save(data: unknown): Promise<void> {
      const place = await places.find(chosen.save);
      const target = { key, place, now: clock.now() };
      await place.write(
        // A piece of a generator: one more point.
        typeof data === "number" || isPoint(data)
          ? [await nextPoint(data, target)]
          : toPoints(data, { ...target, mode: saveMode }),
      );
    },
    async exists(): Promise<boolean> {
      if (isOutsideRuns(chosen.load)) return true;
      return (await findMetric(places, chosen.load, key)).points.length > 0;
    },
    describe: () => ({ type: TYPE, ...options, key }) as unknown as JsonObject,
  };
}

function toValue(points: readonly MetricPoint[], mode: HistoryMode): unknown {
  switch (mode) {
    case "list":
      return points.map(({ value }) => value);
    case "dict":
      // Of one step the later value.
      return Object.fromEntries(points.map(({ step, value }) => [step, value]));
    case "history":
      return points.map(({ step, value, timestamp }) => ({ step, value, timestamp }));
    default:
      return mode satisfies never;
  }
}

interface Target {
  readonly key: string;
  readonly place: MetricPlace;
  readonly now: number;
}

async function nextPoint(data: unknown, target: Target): Promise<MetricPoint> {
  if (typeof data !== "number") return parsePoint(data, target);
  const { key, place, now } = target;
  const highest = await place.highestStep(key);
  return { key, value: data, step: highest === undefined ? 0 : highest + 1, timestamp: now };
}

function toPoints(
  data: unknown,
  { mode, ...target }: Target & { readonly mode: HistoryMode },
): MetricPoint[] {
  const { key, place, now } = target;
  const wrong = (wanted: string): never => {
    throw invalid(
      `The history of metric "${key}" of ${place.label} must be ${wanted} (save_args.mode is "${mode}"): ` +
        `it is ${describeValue(data)}`,
    );
  };
  if (mode === "dict") {
    if (typeof data !== "object" || data === null || Array.isArray(data)) return wrong("values by step");
    const entries = data instanceof Map ? [...data] : Object.entries(data);
    return entries.map(([step, value]) => parsePoint({ step: toStep(step), value }, target));
  }
  // What numeric code has at hand.
  const list: unknown = isTypedArray(data) ? Array.from(data) : data;
  if (!Array.isArray(list)) return wrong(mode === "list" ? "a list of values" : "a list of points");
  return list.map((item: unknown, step) =>
    mode === "history"
      ? parsePoint(item, target)
      : { key, value: metricValue(item, key, place), step, timestamp: now }
  );
}

function isTypedArray(data: unknown): data is ArrayLike<unknown> {
  return ArrayBuffer.isView(data) && !(data instanceof DataView);
}

// Keys of an object are text.
function toStep(key: unknown): unknown {
  return typeof key === "string" && /^-?\d+$/.test(key) ? Number(key) : key;
}
