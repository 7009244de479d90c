import type { Clock } from "../../core/clock.ts";
import { describeValue } from "../../core/describe_value.ts";
import { isPlainObject, type JsonObject } from "../../core/json.ts";
import type { MetricPoint } from "../../core/run_context.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { DatasetType } from "../../datasets/dataset_type.ts";
import { z } from "../../deps/zod.ts";
import { invalid, nameProblem } from "../limits.ts";
import { metricKey, metricKeyIssues } from "./metric_key.ts";
import { type MetricPlace, metricPlaces } from "./metric_place.ts";
import { parsePoint } from "./metric_points.ts";
import { isOutsideRuns, type RunFinder } from "./run_access.ts";
import { chooseRuns, type RunFields, runFields } from "./run_fields.ts";
import { trackedType } from "./tracked_type.ts";

/** Fields of a `MlflowMetricsHistoryDataset` entry. */
export interface MetricsHistoryOptions extends RunFields {
  /** Beginning of the names of the metrics; empty for none. @default {the name of the dataset} */
  readonly prefix?: string | null;
}

const TYPE = "MlflowMetricsHistoryDataset";

/** Several metrics of a run with their histories: `{ loss: [{ value, step }, ...], accuracy: { value, step } }`. */
export function metricsHistoryType(runs: RunFinder, clock: Clock): DatasetType<MetricsHistoryOptions> {
  return trackedType({
    type: TYPE,
    family: "metrics",
    oldNames: ["MlflowMetricsDataset"],
    schema: () => z.strictObject({ ...runFields(), prefix: z.string().nullable().exactOptional() }),
    check: ({ prefix }) => metricKeyIssues("prefix", prefix),
    create: (options, { name }) =>
      metricsDataset(metricKey("prefix", options.prefix, name), { options, runs, clock }),
  });
}

interface Parts {
  readonly options: MetricsHistoryOptions;
  readonly runs: RunFinder;
  readonly clock: Clock;
}

function metricsDataset(prefix: string, { options, runs, clock }: Parts): Dataset {
  const chosen = chooseRuns(options);
  const places = metricPlaces(runs);
  const start = prefix === "" ? "" : `${prefix}.`;
  const keysOf = async (place: MetricPlace): Promise<readonly string[]> =>
    (await place.keys()).filter((key) => key.startsWith(start)).sort();
  const placeWithKeys = (): Promise<MetricPlace> =>
    places.findWith(chosen.load, async (place) => (await keysOf(place)).length > 0);
  return {
    type: TYPE,
    traits: { ephemeral: false },
    async load(): Promise<unknown> {
      const place = await placeWithKeys();
      const keys = await keysOf(place);
      if (keys.length === 0) throw invalid(`${place.label} has no metric whose name begins with "${start}"`);
      const values: [string, unknown][] = [];
      for (const key of keys) values.push([key, toValue(await place.history(key))]);
      return Object.fromEntries(values);
    },
    async save(data: unknown): Promise<void> {
      const place = await places.find(chosen.save);
      await place.write(await toPoints(data, { start, place, now: clock.now() }));
    },
    async exists(): Promise<boolean> {
      if (isOutsideRuns(chosen.load)) return true;
      return (await keysOf(await placeWithKeys())).length > 0;
    },
    describe: () => ({ type: TYPE, ...options, prefix }) as unknown as JsonObject,
  };
}

// As kedro-mlflow gives it back: one point is a map, several are a list.
function toValue(history: readonly MetricPoint[]): unknown {
  const points = history.map(({ step, value }) => ({ step, value }));
  return points.length === 1 ? points[0] : points;
}

interface Target {
  readonly start: string;
  readonly place: MetricPlace;
  readonly now: number;
}

async function toPoints(given: unknown, target: Target): Promise<readonly MetricPoint[]> {
  const data: unknown = given instanceof Map ? Object.fromEntries(given) : given;
  if (!isPlainObject(data)) {
    throw invalid(
      `Unexpected metric value: metrics of ${target.place.label} are a map of names, found ${
        describeValue(data)
      }`,
    );
  }
  const { step, entries } = splitStep(data);
  const points: MetricPoint[] = [];
  for (const [name, value] of entries) {
    const key = target.start + name;
    const problem = nameProblem(key);
    if (problem !== undefined) {
      throw invalid(`Metric "${key}" of ${target.place.label} cannot be logged: its name ${problem}`);
    }
    points.push(...await pointsOf(value, { ...target, key, step }));
  }
  return points;
}

// `{ loss: 0.3, accuracy: 0.9, step: 5 }`: a step beside plain numbers is theirs.
function splitStep(
  data: Readonly<Record<string, unknown>>,
): { readonly step: number | undefined; readonly entries: readonly (readonly [string, unknown])[] } {
  const { step, ...others } = data;
  const isStep = typeof step === "number" &&
    Object.values(others).some((value) => typeof value === "number");
  // Checked to be a number just now.
  return isStep
    ? { step: step as number, entries: Object.entries(others) }
    : { step: undefined, entries: Object.entries(data) };
}

async function pointsOf(
  value: unknown,
  { key, place, now, step }: Target & { readonly key: string; readonly step: number | undefined },
): Promise<readonly MetricPoint[]> {
  if (typeof value === "number") {
    const highest = step === undefined ? await place.highestStep(key) : undefined;
    return [{ key, value, step: step ?? (highest === undefined ? 0 : highest + 1), timestamp: now }];
  }
  if (!Array.isArray(value)) return [parsePoint(value, { key, place, now })];
  if (value.length > 0) return value.map((point: unknown) => parsePoint(point, { key, place, now }));
  throw invalid(`Unexpected metric value: metric "${key}" of ${place.label} has an empty list of points`);
}
