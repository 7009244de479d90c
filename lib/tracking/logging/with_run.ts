import { environVariable } from "../../core/environ.ts";
import type { Mask } from "../../core/mask.ts";
import { currentScope, runInScope } from "../../core/run_context.ts";
import type { ActiveRun } from "../active_run.ts";
import { openEmbeddedStore } from "../embedded/embedded_store.ts";
import type { Durability } from "../embedded/open_database.ts";
import { openReplication } from "../replicate_runs.ts";
import { FLUSH_SECONDS, reachVariables } from "../settings/server.ts";
import { isServer } from "../settings/tracking_uri.ts";
import { startRun, type StartRunOptions } from "../start_run.ts";

/** Which run to open, and where. */
export interface WithRunOptions extends StartRunOptions {
  /** The folder that holds `.kedge`. @default {that of the run around, else the current folder} */
  readonly directory?: string | undefined;
  /** How safe a write is when it returns. @default {"normal"} */
  readonly durability?: Durability | undefined;
  /**
   * Server that the run is copied to; `null` for none. What is nested in a run goes where the run goes.
   * @default {MLFLOW_TRACKING_URI, when that is a server}
   */
  readonly trackingUri?: string | null | undefined;
  /** How long the end of the run waits for what is still to be copied, in seconds. @default {5} */
  readonly flushSeconds?: number | undefined;
}

/**
 * Open a run, call a function in it, and end the run: FINISHED, or FAILED with the error when the function throws. Inside
 * another run it becomes a part of that one, in the same experiment unless told otherwise.
 *
 * @returns What the function returns.
 * @throws {TrackingError} When the run cannot be recorded; what the function throws passes through.
 *
 * @example Track a few lines of code
 * ```ts
 * import assert from "node:assert/strict";
 * import { logMetric, logParams, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await withRun({ directory, experiment: "penguins" }, () => {
 *   logParams({ trees: 100, seed: 7 });
 *   for (let step = 0; step < 3; step++) logMetric("loss", 1 / (step + 1), { step });
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const { items: [run] } = await store.searchRuns();
 * assert.equal(run?.info.status, "FINISHED");
 * assert.equal(run.metrics["loss"]?.step, 2);
 * ```
 */
export async function withRun<T>(
  options: WithRunOptions,
  call: (run: ActiveRun) => T | Promise<T>,
): Promise<T> {
  const outer = currentScope();
  const {
    directory = outer?.run?.directory ?? ".",
    experiment = outer?.run?.experiment,
    parentRunId = outer?.run?.id,
    mask = outer?.run?.mask,
    durability,
    trackingUri,
    flushSeconds = FLUSH_SECONDS,
    ...others
  } = options;
  await using store = openEmbeddedStore(directory, { durability });
  const isNested = outer?.run !== undefined && outer.run.id === parentRunId;
  const uri = trackingUri === undefined && !isNested ? serverOfEnvironment() : trackingUri;
  const replication = uri === undefined || uri === null ? undefined : await openReplication(store, {
    uri,
    variables: reachVariables(environVariable),
    home: environVariable("HOME"),
  });
  const run = await startRun(store, {
    ...{ experiment, parentRunId, mask, replication, ...others },
    ...mask && maskedNames(options, mask),
  });
  try {
    let result: T;
    try {
      result = await runInScope({ run, node: undefined, signal: outer?.signal }, () => call(run));
    } catch (error) {
      await run.end("FAILED", error);
      throw error;
    }
    await run.end("FINISHED");
    return result;
  } finally {
    await replication?.finish(flushSeconds);
  }
}

// What the run around is called stays: it is the name of something that is there.
function maskedNames({ name, experiment, experimentTags }: WithRunOptions, mask: Mask): StartRunOptions {
  return {
    ...name !== undefined && { name: mask(name) },
    ...experiment !== undefined && { experiment: mask(experiment) },
    ...experimentTags && {
      experimentTags: Object.fromEntries(
        Object.entries(experimentTags).map(([key, text]) => [mask(key), mask(text)]),
      ),
    },
  };
}

function serverOfEnvironment(): string | undefined {
  const uri = environVariable("MLFLOW_TRACKING_URI");
  return uri !== undefined && isServer(uri) ? uri : undefined;
}
