import type { MetricPoint, RunEntries } from "../core/run_context.ts";
import { requireScope } from "./current_run.ts";
import { checkEntries } from "./limits.ts";

/** Where on the axes of a chart a metric stands. */
export interface MetricOptions {
  /** Step of the training loop, an integer. @default {0} */
  readonly step?: number | undefined;
  /** When, in milliseconds since 1970. @default {now} */
  readonly timestamp?: number | undefined;
}

/** Record a param of the current run. */
export function logParam(key: string, value: unknown): void {
  write("logParam", { params: [[key, toText(value)]] });
}

/** Record params of the current run in one commit. */
export function logParams(params: Readonly<Record<string, unknown>>): void {
  write("logParams", { params: Object.entries(params).map(([key, value]) => [key, toText(value)]) });
}

/** Record a point of a metric of the current run. */
export function logMetric(key: string, value: number, options: MetricOptions = {}): void {
  write("logMetric", { metrics: [toPoint(key, value, options)] });
}

/** Record points of several metrics of the current run in one commit. */
export function logMetrics(metrics: Readonly<Record<string, number>>, options: MetricOptions = {}): void {
  write("logMetrics", {
    metrics: Object.entries(metrics).map(([key, value]) => toPoint(key, value, options)),
  });
}

/** Set a tag of the current run. */
export function setTag(key: string, value: unknown): void {
  write("setTag", { tags: [[key, toText(value)]] });
}

/** Set tags of the current run in one commit. */
export function setTags(tags: Readonly<Record<string, unknown>>): void {
  write("setTags", { tags: Object.entries(tags).map(([key, value]) => [key, toText(value)]) });
}

function write(caller: string, entries: RunEntries): void {
  const { run, node } = requireScope(caller);
  // What is wrong is wrong in an untracked run too.
  if (run === undefined) checkEntries(entries);
  else run.write(entries, node);
}

function toPoint(
  key: string,
  value: number,
  { step = 0, timestamp = Date.now() }: MetricOptions,
): MetricPoint {
  return { key, value, step, timestamp };
}

function toText(value: unknown): string {
  if (typeof value === "string") return value;
  return (typeof value === "object" && value !== null ? JSON.stringify(value) : String(value)) ?? "";
}
