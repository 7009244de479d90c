import { requireScope } from "./current_run.ts";

/** Data that a run read. */
export interface LogInputOptions {
  /** Its name. */
  readonly name: string;
  /** The data itself: rows give columns and their number. */
  readonly data?: unknown;
  /** The file that holds it: a path from the current folder, or a `file:` URL. */
  readonly file?: string | URL | undefined;
  /** What the run used it for: `training`, `evaluation`. */
  readonly context?: string | undefined;
}

/**
 * Record data that the current run read, as MLflow does: name, digest, source, columns, rows and bytes. The datasets of a
 * catalog are recorded without it; it is for data that a function gets by itself.
 *
 * @throws {TrackingError} Outside a run, and when the file does not exist.
 * @throws {TypeError} Without data and without a file.
 *
 * @example Record what a model was trained on
 * ```ts
 * import assert from "node:assert/strict";
 * import { logInput, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const id = await withRun({ directory }, async (run) => {
 *   await logInput({ name: "penguins", data: [{ mass: 3750 }, { mass: 4200 }], context: "training" });
 *   return run.id;
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const [use] = await store.getDatasetUses(id);
 * assert.equal(use?.dataset.profile, '{"num_rows":2}');
 * assert.deepEqual(use.tags, { "mlflow.data.context": "training" });
 * ```
 */
export async function logInput(options: LogInputOptions): Promise<void> {
  const { run, node } = requireScope("logInput");
  const { describeInput }: typeof import("../lineage/describe_input.ts") = await import(DESCRIBE_INPUT);
  const input = await describeInput(options, run?.directory ?? Deno.cwd());
  run?.recordInput?.({ ...input, context: options.context }, node);
}

// Few functions read data by themselves.
const DESCRIBE_INPUT: string = "../lineage/describe_input.ts";
