import type { MetricPoint, RunEntries } from "../../core/run_context.ts";
import { entryText } from "../entry_text.ts";
import { checkEntries, invalid } from "../limits.ts";
import { requireScope } from "./current_run.ts";

/** Where a point of a metric stands on the axes of a chart. */
export interface MetricOptions {
  /** Step of the training loop, an integer. @default {0} */
  readonly step?: number | undefined;
  /** When, in milliseconds since 1970. @default {now} */
  readonly timestamp?: number | undefined;
}

/**
 * Record a param of the current run. It is stored when the call returns, and cannot be changed afterwards. Text, numbers
 * and booleans are stored as text, everything else as JSON, a secret as `***`.
 *
 * @throws {TrackingError} Outside a run, for a name or value that MLflow would refuse, and for another value than the
 * param has already.
 *
 * @example Record a choice
 * ```ts
 * import assert from "node:assert/strict";
 * import { logParam, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await withRun({ directory }, () => logParam("trees", 100));
 *
 * await using store = openEmbeddedStore(directory);
 * const { items: [run] } = await store.searchRuns();
 * assert.deepEqual(run?.params, { trees: "100" });
 * ```
 */
export function logParam(key: string, value: unknown): void {
  write("logParam", () => ({ params: [toText("param", key, value)] }));
}

/**
 * Record params of the current run in one commit: all of them or none.
 *
 * @throws {TrackingError} As {@linkcode logParam}.
 *
 * @example Record choices
 * ```ts
 * import assert from "node:assert/strict";
 * import { logParams, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await withRun({ directory }, () => logParams({ trees: 100, features: ["mass", "bill"] }));
 *
 * await using store = openEmbeddedStore(directory);
 * const { items: [run] } = await store.searchRuns();
 * assert.deepEqual(run?.params, { trees: "100", features: '["mass","bill"]' });
 * ```
 */
export function logParams(params: Readonly<Record<string, unknown>>): void {
  write("logParams", () => ({
    params: Object.entries(params).map(([key, value]) => toText("param", key, value)),
  }));
}

/**
 * Record a point of a metric of the current run. It is stored when the call returns: it survives the death of the process
 * at any moment after. NaN and infinities are values like others. The same point twice is one point, as in MLflow.
 *
 * @throws {TrackingError} Outside a run, for a name that MLflow would refuse, and for a step that is no integer.
 *
 * @example Record the loss of each epoch
 * ```ts
 * import assert from "node:assert/strict";
 * import { logMetric, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const id = await withRun({ directory }, (run) => {
 *   for (let step = 0; step < 3; step++) logMetric("loss", 1 / (step + 1), { step });
 *   return run.id;
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const history = await store.getMetricHistory(id, "loss");
 * assert.deepEqual(history.map((point) => point.value), [1, 1 / 2, 1 / 3]);
 * ```
 */
export function logMetric(key: string, value: number, options: MetricOptions = {}): void {
  write("logMetric", () => ({ metrics: [toPoint(key, value, options)] }));
}

/**
 * Record a point of each of several metrics of the current run in one commit.
 *
 * @throws {TrackingError} As {@linkcode logMetric}.
 *
 * @example Record an evaluation
 * ```ts
 * import assert from "node:assert/strict";
 * import { logMetrics, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await withRun({ directory }, () => logMetrics({ accuracy: 0.98, f1: 0.97 }));
 *
 * await using store = openEmbeddedStore(directory);
 * const { items: [run] } = await store.searchRuns();
 * assert.equal(run?.metrics["accuracy"]?.value, 0.98);
 * ```
 */
export function logMetrics(metrics: Readonly<Record<string, number>>, options: MetricOptions = {}): void {
  const { timestamp = Date.now() } = options;
  write("logMetrics", () => ({
    metrics: Object.entries(metrics).map(([key, value]) => toPoint(key, value, { ...options, timestamp })),
  }));
}

/**
 * Set a tag of the current run; one that is there already is replaced. `mlflow.note.content` is its description.
 *
 * @throws {TrackingError} Outside a run, and for a name or value that MLflow would refuse.
 *
 * @example Mark a run
 * ```ts
 * import assert from "node:assert/strict";
 * import { openEmbeddedStore, setTag, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await withRun({ directory }, () => setTag("reviewed", true));
 *
 * await using store = openEmbeddedStore(directory);
 * const { items: [run] } = await store.searchRuns();
 * assert.equal(run?.tags["reviewed"], "true");
 * ```
 */
export function setTag(key: string, value: unknown): void {
  write("setTag", () => ({ tags: [toText("tag", key, value)] }));
}

/**
 * Set tags of the current run in one commit.
 *
 * @throws {TrackingError} As {@linkcode setTag}.
 *
 * @example Mark a run
 * ```ts
 * import assert from "node:assert/strict";
 * import { openEmbeddedStore, setTags, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await withRun({ directory }, () => setTags({ team: "birds", "mlflow.note.content": "First try" }));
 *
 * await using store = openEmbeddedStore(directory);
 * const { items: [run] } = await store.searchRuns();
 * assert.equal(run?.tags["team"], "birds");
 * ```
 */
export function setTags(tags: Readonly<Record<string, unknown>>): void {
  write("setTags", () => ({ tags: Object.entries(tags).map(([key, value]) => toText("tag", key, value)) }));
}

function write(caller: string, entries: () => RunEntries): void {
  const { run, node } = requireScope(caller);
  // What is wrong is wrong in an untracked run too.
  if (run === undefined) checkEntries(entries());
  else run.write(entries(), node);
}

function toPoint(
  key: string,
  value: number,
  { step = 0, timestamp = Date.now() }: MetricOptions,
): MetricPoint {
  return { key, value, step, timestamp };
}

function toText(kind: "param" | "tag", key: string, value: unknown): readonly [string, string] {
  const text = entryText(value);
  if (text === undefined) {
    throw invalid(`Cannot log ${kind} "${key}": it has no value, found ${typeof value}`);
  }
  return [key, text];
}
