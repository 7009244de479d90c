import type { Catalog } from "../catalog/catalog.ts";
import { SYSTEM_CLOCK } from "../core/clock.ts";
import { runInScope } from "../core/run_context.ts";
import { VERSION } from "../core/version.ts";
import { createDispatcher } from "../hooks/dispatcher.ts";
import type { PipelineEvent, RunParams } from "../hooks/hooks.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { withMissingOutputs } from "./_missing_outputs.ts";
import { resumeFrom } from "./_resume.ts";
import { createRunData, memoryOutputs } from "./_run_data.ts";
import { runNode, type RunState } from "./_run_node.ts";
import { type Schedule, scheduleNodes } from "./_schedule.ts";
import { assertInputsExist, assertRunnable } from "./preflight.ts";
import type { RunPipelineOptions } from "./run_options.ts";
import type { NodeResult, PipelineResult } from "./run_result.ts";

/**
 * Run a pipeline against a catalog. Before the first node, everything that would keep it from running is found and named at
 * once. Datasets that the catalog does not know live in memory during the run, out of sight of other runs; free outputs
 * among them are in the result. What is no longer needed is released.
 *
 * @throws {RangeError} When `concurrency` is less than 1.
 * @throws {CatalogError} When inputs or parameters are missing; nothing has run.
 * @throws {NodeError} When the function of a node throws.
 * @throws {DatasetError} When an input cannot be loaded, or an output saved.
 */
export async function runPipeline(
  pipeline: Pipeline,
  catalog: Catalog,
  options: RunPipelineOptions = {},
): Promise<PipelineResult> {
  const { concurrency = 1, run, signal, throwOnError = true } = options;
  if (!(concurrency >= 1)) {
    throw new RangeError(`Cannot run with concurrency as it must be >= 1: current value is ${concurrency}`);
  }
  const result = await runInScope(
    { run, node: undefined, signal },
    () => runToEnd(pipeline, catalog, { ...options, concurrency }),
  );
  if (throwOnError && result.status !== "finished") throw result.error;
  return result;
}

async function runToEnd(
  whole: Pipeline,
  catalog: Catalog,
  options: RunPipelineOptions & { readonly concurrency: number },
): Promise<PipelineResult> {
  const { clock = SYSTEM_CLOCK, signal, checkInputs = true } = options;
  const started = clock.now();
  const begun = clock.monotonic();
  const hooks = createDispatcher(options.hooks ?? []);
  const event: PipelineEvent = {
    runParams: options.runParams ?? freshRunParams(options),
    pipeline: whole,
    catalog,
  };
  const hookErrors: unknown[] = [];
  let state: RunState | undefined;
  let schedule: Schedule | undefined;
  let failure: Schedule["failure"];
  try {
    await hooks.emit("beforePipelineRun", event);
    const pipeline = options.onlyMissingOutputs ? await withMissingOutputs(whole, catalog) : whole;
    assertRunnable(pipeline, catalog);
    if (checkInputs) await assertInputsExist(pipeline, catalog);
    const data = createRunData(pipeline, catalog);
    state = { pipeline, catalog, hooks, data, runId: event.runParams.runId, signal, hookErrors };
    schedule = await runNodes(state, options, clock);
    failure = schedule.failure;
    if (failure === undefined && isComplete(schedule)) {
      const outputs = memoryOutputs(pipeline, data);
      await hooks.emit("afterPipelineRun", { ...event, outputs });
    }
  } catch (error) {
    failure = { error };
  }
  const isKilled = failure === undefined && schedule !== undefined && !isComplete(schedule);
  if (isKilled) failure = { error: signal?.reason };
  if (failure !== undefined) {
    hookErrors.push(...await hooks.emitError("onPipelineError", { ...event, error: failure.error }));
  }
  return {
    status: isKilled ? "killed" : failure === undefined ? "finished" : "failed",
    nodes: nodeResults(whole, state?.pipeline, schedule),
    outputs: state === undefined ? {} : memoryOutputs(state.pipeline, state.data),
    started,
    duration: clock.monotonic() - begun,
    ...(failure !== undefined && { error: failure.error }),
    ...(hookErrors.length > 0 && { hookErrors }),
    resumeFrom: state === undefined || schedule === undefined
      ? []
      : resumeFrom(state.pipeline, catalog, (i) => schedule!.statuses[i] === "done"),
  };
}

function runNodes(
  state: RunState,
  options: RunPipelineOptions & { readonly concurrency: number },
  clock: NonNullable<RunPipelineOptions["clock"]>,
): Promise<Schedule> {
  const { concurrency, run, signal } = options;
  return scheduleNodes(state.pipeline.graph, {
    concurrency,
    signal,
    clock,
    run: (i) => runInScope({ run, node: state.pipeline.nodes[i]!.name, signal }, () => runNode(state, i)),
  });
}

function isComplete({ statuses }: Schedule): boolean {
  return statuses.every((status) => status === "done");
}

function nodeResults(
  whole: Pipeline,
  part: Pipeline | undefined,
  schedule: Schedule | undefined,
): readonly NodeResult[] {
  const places = new Map(part?.nodes.map((node, i) => [node.name, i]));
  return whole.nodes.map(({ name }): NodeResult => {
    const i = places.get(name);
    if (part === undefined || schedule === undefined) return { name, status: "not_run" };
    if (i === undefined) return { name, status: "skipped" };
    const [started, duration] = [schedule.started[i], schedule.durations[i]];
    return started === undefined
      ? { name, status: schedule.statuses[i]! }
      : { name, status: schedule.statuses[i]!, started, duration };
  });
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
