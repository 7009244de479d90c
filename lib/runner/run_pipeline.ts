import type { Catalog } from "../catalog/catalog.ts";
import { SYSTEM_CLOCK } from "../core/clock.ts";
import { currentScope, type RunHandle, runInScope } from "../core/run_context.ts";
import { VERSION } from "../core/version.ts";
import { createDispatcher } from "../hooks/dispatcher.ts";
import type { PipelineEvent, RunParams } from "../hooks/hooks.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { withMissingOutputs } from "./_missing_outputs.ts";
import { nodeResults } from "./_node_results.ts";
import { assertData, assertParameters, assertPlan } from "./_preflight.ts";
import { resumeFrom } from "./_resume.ts";
import { afterStop, isStopBy } from "./current_signal.ts";
import { createRunData, memoryOutputs } from "./_run_data.ts";
import { runNode, type RunState } from "./_run_node.ts";
import { type Schedule, scheduleNodes } from "./_schedule.ts";
import type { RunPipelineOptions } from "./run_options.ts";
import type { PipelineResult } from "./run_result.ts";

/**
 * Run a pipeline against a catalog. Before the first node, everything that would keep it from running is found and named at
 * once. Datasets that the catalog does not know live in memory during the run, out of sight of other runs; free outputs
 * among them are in the result. What is no longer needed is released.
 *
 * @throws {RangeError} When `concurrency` is less than 1.
 * @throws {CatalogError} When inputs or parameters are missing, or do not fit their schema; nothing has run.
 * @throws {NodeError} When the function of a node throws.
 * @throws {DatasetError} When an input cannot be loaded, or an output saved.
 *
 * @example A pipeline without a project
 * ```ts
 * import assert from "node:assert/strict";
 * import { createCatalog, node, pipeline, runPipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const add = node({
 *   name: "add",
 *   inputs: ["params:left", "params:right"],
 *   outputs: "sum",
 *   run: (left: number, right: number) => left + right,
 * });
 *
 * const { outputs } = await runPipeline(pipeline(add), createCatalog({ parameters: { left: 1, right: 2 } }));
 * assert.deepEqual(outputs, { sum: 3 });
 * ```
 */
export async function runPipeline(
  pipeline: Pipeline,
  catalog: Catalog,
  options: RunPipelineOptions = {},
): Promise<PipelineResult> {
  const outer = currentScope();
  const { concurrency = 1, failSignal, throwOnError = true } = options;
  const signal = either(options.signal ?? outer?.signal, failSignal);
  const run = options.run === null ? undefined : options.run ?? outer?.run;
  if (!(Number.isInteger(concurrency) && concurrency >= 1)) {
    throw new RangeError(
      `Cannot run with concurrency as it must be an integer >= 1: current value is ${concurrency}`,
    );
  }
  const result = await runInScope(
    { run, node: undefined, signal },
    () => runToEnd(pipeline, catalog, { ...options, run, signal, concurrency }),
  );
  if (throwOnError && result.status !== "finished") throw result.error;
  return result;
}

function either(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  return one !== undefined && other !== undefined ? AbortSignal.any([one, other]) : one ?? other;
}

async function runToEnd(
  whole: Pipeline,
  catalog: Catalog,
  options: RunPipelineOptions & { readonly concurrency: number; readonly run: RunHandle | undefined },
): Promise<PipelineResult> {
  const { clock = SYSTEM_CLOCK, signal, failSignal } = options;
  const started = clock.now();
  const begun = clock.monotonic();
  const hooks = createDispatcher(options.hooks ?? []);
  const runParams = options.runParams ?? freshRunParams(options);
  const event: PipelineEvent = { runParams, pipeline: whole, catalog };
  const hookErrors: unknown[] = [];
  let state: RunState | undefined;
  let schedule: Schedule | undefined;
  let failure: Schedule["failure"];
  try {
    await hooks.emit("beforePipelineRun", event);
    const part = options.onlyMissingOutputs ? await withMissingOutputs(whole, catalog) : whole;
    const data = createRunData(part, catalog);
    const plan = { pipeline: part, catalog, data };
    assertPlan(plan);
    await assertParameters(catalog);
    if (options.checkInputs ?? true) await assertData(plan, signal);
    state = { ...plan, hooks, runId: runParams.runId, signal, hookErrors };
    schedule = await scheduleNodes(part.graph, {
      ...options,
      signal,
      failSignal,
      clock,
      run: nodeRunner(state, options),
    });
    failure = schedule.failure;
    if (schedule.isComplete) {
      await hooks.emit("afterPipelineRun", { ...event, outputs: memoryOutputs(part, data) });
    }
  } catch (error) {
    // What runs into the signal before the first node has not failed either.
    if (schedule !== undefined || !isStopBy(signal, error)) failure = { error };
  }
  // Also what came after the last node.
  if (failSignal?.aborted) failure ??= { error: failSignal.reason };
  const isKilled = failure === undefined && schedule?.isComplete !== true;
  if (isKilled) failure = { error: signal?.reason };
  if (failure !== undefined) {
    hookErrors.push(
      ...await afterStop(() => hooks.emitError("onPipelineError", { ...event, error: failure!.error })),
    );
  }
  return {
    status: isKilled ? "killed" : failure === undefined ? "finished" : "failed",
    nodes: nodeResults(whole, state?.pipeline, schedule),
    outputs: state === undefined ? {} : memoryOutputs(state.pipeline, state.data),
    started,
    duration: clock.monotonic() - begun,
    ...(failure !== undefined && { error: failure.error }),
    ...(hookErrors.length > 0 && { hookErrors }),
    resumeFrom: schedule === undefined || schedule.isComplete
      ? []
      : resumeFrom(state!.pipeline, catalog, (i) => schedule!.statuses[i] === "done"),
  };
}

function nodeRunner(
  state: RunState,
  { run, runOf }: { readonly run?: RunHandle | undefined; readonly runOf?: RunPipelineOptions["runOf"] },
): (i: number) => Promise<void> {
  const { pipeline: { nodes }, signal } = state;
  const runIn = (i: number, handle: RunHandle | undefined) =>
    runInScope({ run: handle, node: nodes[i]!.name, signal }, () => runNode(state, i));
  return runOf === undefined ? (i) => runIn(i, run) : async (i) => await runIn(i, await runOf(nodes[i]!));
}

function freshRunParams({ run, concurrency = 1 }: RunPipelineOptions): RunParams {
  return {
    runId: run?.id ?? crypto.randomUUID().replaceAll("-", ""),
    runName: run?.name ?? "",
    projectPath: undefined,
    env: undefined,
    kedgeVersion: VERSION,
    pipelineNames: [],
    selection: {},
    runtimeParams: {},
    runner: concurrency === 1 ? "sequential" : "concurrent",
  };
}
