import { describeValue } from "../../core/describe_value.ts";
import type { MetricPoint } from "../../core/run_context.ts";
import { describeGiven, invalid } from "../limits.ts";
import type { MetricPlace, MetricPlaces } from "./metric_place.ts";

/**
 * The value of a metric, which must be a number.
 *
 * @throws {TrackingError} When it is not.
 */
export function metricValue(value: unknown, key: string, { label }: MetricPlace): number {
  if (typeof value === "number") return value;
  throw invalid(`Metric "${key}" of ${label} must be a number: current value is ${describeGiven(value)}`);
}

/**
 * A point that a user wrote as `{ value, step, timestamp? }`.
 *
 * @throws {TrackingError} When something of it is missing or wrong.
 */
export function parsePoint(
  data: unknown,
  { key, place, now }: { readonly key: string; readonly place: MetricPlace; readonly now: number },
): MetricPoint {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw invalid(
      `Unexpected metric value: metric "${key}" of ${place.label} wants { value, step }, ` +
        `found ${describeValue(data)}`,
    );
  }
  const { value, step, timestamp = now, ...others } = data as Readonly<Record<string, unknown>>;
  const stranger = Object.keys(others)[0];
  if (stranger !== undefined) {
    throw invalid(
      `Unexpected metric value: a point of metric "${key}" of ${place.label} has value, step and timestamp ` +
        `only, found "${stranger}"`,
    );
  }
  if (step === undefined) throw invalid(`A point of metric "${key}" of ${place.label} has no step`);
  return {
    key,
    value: metricValue(value, key, place),
    step: integer(step, "step", { key, place }),
    timestamp: integer(timestamp, "timestamp", { key, place }),
  };
}

/** A metric that was found, with its points. */
export interface FoundMetric {
  /** The metrics of its run. */
  readonly place: MetricPlace;
  /** Its points; none when the run has no such metric. */
  readonly points: readonly MetricPoint[];
}

/** A metric of a run, or of the one in progress and those around it. */
export async function findMetric(
  places: MetricPlaces,
  reference: string | undefined,
  key: string,
): Promise<FoundMetric> {
  let points: readonly MetricPoint[] = [];
  const place = await places.findWith(reference, async (each) => {
    points = await each.history(key);
    return points.length > 0;
  });
  return reference === undefined ? { place, points } : { place, points: await place.history(key) };
}

/** The same, which must have points. */
export async function requireMetric(
  places: MetricPlaces,
  reference: string | undefined,
  key: string,
): Promise<FoundMetric> {
  const found = await findMetric(places, reference, key);
  if (found.points.length > 0) return found;
  throw invalid(`${found.place.label} has no metric "${key}"`);
}

/** The point that was recorded last: the step may be lower than that of others. */
export function lastRecorded(points: readonly MetricPoint[], written: MetricPoint | undefined): MetricPoint {
  // Callers have at least one.
  const last = points.reduce((best, point) => point.timestamp >= best.timestamp ? point : best);
  // Points of one moment have no order in a store.
  const isKnown = written !== undefined && written.timestamp >= last.timestamp &&
    points.some(({ step }) => step === written.step);
  return isKnown ? written : last;
}

/** Whether a value is a point written out. */
export function isPoint(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "value" in value &&
    "step" in value;
}

function integer(
  value: unknown,
  what: string,
  { key, place }: { readonly key: string; readonly place: MetricPlace },
): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw invalid(
    `The ${what} of metric "${key}" of ${place.label} must be an integer: current value is ${
      describeValue(value)
    }`,
  );
}
