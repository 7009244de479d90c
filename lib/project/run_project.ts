import type { Catalog } from "../catalog/catalog.ts";
import type { Clock } from "../core/clock.ts";
import type { JsonObject } from "../core/json.ts";
import type { ConfigObject } from "../core/config_value.ts";
import { TrackingError } from "../core/errors.ts";
import { callersSignal, runBefore } from "../core/run_context.ts";
import { VERSION } from "../core/version.ts";
import { createDispatcher } from "../hooks/dispatcher.ts";
import type { RunParams } from "../hooks/hooks.ts";
import { filterPipeline } from "../pipeline/filter.ts";
import { assertInputsExist, assertRunnable } from "../runner/preflight.ts";
import { runPipeline } from "../runner/run_pipeline.ts";
import type { PipelineResult } from "../runner/run_result.ts";
import type { ActiveRun, EndStatus } from "../tracking/active_run.ts";
import type { TrackingSettings } from "../tracking/settings.ts";
import { datasetHooks } from "../tracking/dataset_hooks.ts";
import type { SystemMeter } from "../tracking/system/system_metrics.ts";
import type { ProjectDefinition } from "./definition.ts";
import { DEFAULT_PIPELINE } from "./define_project.ts";
import { experimentOf, isTracked, openTracking, type RunTracking } from "./open_tracking.ts";
import type { CatalogVersions, Project, ProjectRunOptions, RunReplication, RunResult } from "./project.ts";
import { selectPipelines } from "./select_pipelines.ts";
import type { SnapshotSources } from "./snapshot_run.ts";

/** What a run needs to know of its project. */
export interface RunProjectContext {
  /** The project. */
  readonly project: Project;
  /** What it is made of. */
  readonly definition: ProjectDefinition;
  /** How runs are recorded. */
  readonly settings: TrackingSettings;
  /** Where the configuration is, when the project was told. */
  readonly confSource: string | undefined;
  /** Parameters that the project was opened with for this time only. */
  readonly runtimeParams: ConfigObject;
  /** The environment that is used when nobody asks for another. */
  readonly defaultEnv: string;
  /** The run that `MLFLOW_RUN_ID` names, for the first run that asks. */
  readonly takeRunId: () => string | undefined;
  /** Environment variables. */
  readonly variable: (name: string) => string | undefined;
  /** Where time comes from. */
  readonly clock: Clock;
}

/** Run a project: everything is checked first, so that a mistake leaves no trace; then the run begins. */
export async function runProject(context: RunProjectContext, options: ProjectRunOptions): Promise<RunResult> {
  const { project, definition, clock } = context;
  const {
    pipelines: pipelineNames = [DEFAULT_PIPELINE],
    filter = {},
    hooks = [],
    throwOnError = true,
    checkInputs = true,
  } = options;
  const pipeline = filterPipeline(selectPipelines(project.pipelines, pipelineNames), filter);
  const { loadVersions, loadVersionsAt } = options;
  await using catalog = project.catalog({ loadVersions, loadVersionsAt });
  assertRunnable(pipeline, catalog);
  await untilStopped(options.signal, async () => {
    if (loadVersions !== undefined) await checkVersions(catalog, { loadVersions, loadVersionsAt });
    if (checkInputs && options.onlyMissingOutputs !== true) await assertInputsExist(pipeline, catalog);
  });

  const userHooks = [...definition.hooks ?? [], ...hooks];
  const { parameters } = catalog;
  await createDispatcher(userHooks).emit("afterCatalogCreated", { catalog, parameters });

  const tracking = isTracked(context.settings, options, pipelineNames)
    ? await openTracking(context, options, { names: pipelineNames, pipeline })
    : undefined;
  const run = tracking?.run;
  const runParams = describeRun(context, { options, run, pipelineNames });
  const recorded = run && context.settings.lineage
    ? recordSnapshots(run, context, { options, pipeline, catalog, pipelineNames })
    : undefined;
  let meter: SystemMeter | undefined;
  let result: PipelineResult | undefined;
  let replication: RunReplication | undefined;
  try {
    if (run !== undefined && context.settings.systemMetrics) meter = await startMeter(run, clock);
    result = await runPipeline(pipeline, catalog, {
      hooks: [
        ...tracking?.hooks ?? [],
        ...(run !== undefined && context.settings.lineage
          ? [datasetHooks(run, { clock, runOf: tracking?.openedRunOf })]
          : []),
        ...userHooks,
      ],
      concurrency: concurrencyOf(options),
      signal: options.signal,
      failSignal: options.failSignal,
      run: run ?? null,
      runOf: tracking?.runOf,
      runParams,
      onlyMissingOutputs: options.onlyMissingOutputs,
      checkInputs: checkInputs && options.onlyMissingOutputs === true,
      throwOnError: false,
      clock,
    });
  } finally {
    meter?.stop();
    await recorded;
    try {
      await tracking?.end(endStatus(result), result?.error);
    } finally {
      replication = await finishReplication(tracking, context.settings);
    }
  }
  if (throwOnError && result.status !== "finished") throw result.error;
  if (throwOnError && replication?.isRequired === true && replication.unfinished.length > 0) {
    throw notCopied(replication, runParams.runName);
  }
  return {
    ...result,
    runId: runParams.runId,
    runName: runParams.runName,
    experiment: run?.experiment ?? experimentOf(context, options),
    tracked: run !== undefined,
    replication,
    pipelineNames,
    env: project.env,
  };
}

// Not a literal import(): most runs load the newest versions.
const CHECK_VERSIONS: string = "./check_load_versions.ts";

async function checkVersions(catalog: Catalog, versions: CatalogVersions): Promise<void> {
  const { assertLoadVersions }: typeof import("./check_load_versions.ts") = await import(CHECK_VERSIONS);
  await assertLoadVersions(catalog, versions);
}

// Data may be on a server that does not answer. A run that is stopped while it is looked at begins all the same, so that it is
// recorded as one that was stopped.
async function untilStopped(
  signal: AbortSignal | undefined = callersSignal(),
  look: () => Promise<void>,
): Promise<void> {
  try {
    await runBefore(signal, look);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}

async function finishReplication(
  tracking: RunTracking | undefined,
  { server }: TrackingSettings,
): Promise<RunReplication | undefined> {
  if (tracking?.replication === undefined || server === undefined) return undefined;
  const status = await tracking.replication.finish(server.flushSeconds);
  return { ...status, isRequired: server.onError === "fail" };
}

function notCopied({ uri, problem, unfinished }: RunReplication, runName: string): TrackingError {
  const reason = problem ?? unfinished.flatMap(({ refused }) => refused)[0]?.reason ??
    "there was no time for it";
  return new TrackingError(
    `Run "${runName}" is recorded, but not all of it is at "${uri}": ${reason}. Copy the rest with "kedge sync"`,
    { endpoint: uri },
  );
}

// Not a literal import(): it is read while the run is at work.
const SNAPSHOT_RUN: string = "./snapshot_run.ts";

async function recordSnapshots(
  run: ActiveRun,
  context: RunProjectContext,
  what: SnapshotSources,
): Promise<void> {
  try {
    const { snapshotRun } = await import(SNAPSHOT_RUN) as typeof import("./snapshot_run.ts");
    run.recordSnapshots(await snapshotRun(context, what));
  } catch (error) {
    run.log(
      "warn",
      `Cannot record what the run was made from: ${error instanceof Error ? error.message : error}`,
    );
  }
}

// Nor is this one.
const SYSTEM_METRICS: string = "../tracking/system/system_metrics.ts";

async function startMeter(run: ActiveRun, clock: Clock): Promise<SystemMeter> {
  const { measureSystem } = await import(
    SYSTEM_METRICS
  ) as typeof import("../tracking/system/system_metrics.ts");
  return measureSystem(run, clock);
}

function concurrencyOf({ runner = "sequential", concurrency }: ProjectRunOptions): number {
  return runner === "sequential" ? 1 : concurrency ?? navigator.hardwareConcurrency;
}

function endStatus(result: PipelineResult | undefined): EndStatus {
  if (result?.status === "finished") return "FINISHED";
  return result?.status === "killed" ? "KILLED" : "FAILED";
}

function describeRun(
  { project, runtimeParams }: RunProjectContext,
  { options, run, pipelineNames }: {
    readonly options: ProjectRunOptions;
    readonly run: ActiveRun | undefined;
    readonly pipelineNames: readonly string[];
  },
): RunParams {
  return {
    runId: run?.id ?? crypto.randomUUID().replaceAll("-", ""),
    runName: run?.name ?? options.runName ?? "",
    projectPath: project.root,
    env: project.env,
    kedgeVersion: VERSION,
    pipelineNames,
    selection: { ...options.filter } as JsonObject,
    runtimeParams: runtimeParams as JsonObject,
    runner: options.runner ?? "sequential",
  };
}
