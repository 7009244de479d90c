import { ConfigError } from "../core/errors.ts";
import { describeProblems, type Issue } from "../core/issue.ts";
import { currentScope } from "../core/run_context.ts";
import { didYouMean } from "../core/suggest.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { Node } from "../pipeline/node.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import type { ActiveRun, EndStatus } from "../tracking/active_run.ts";
import { paramHooks } from "../tracking/param_hooks.ts";
import { openReplication } from "../tracking/replicate_runs.ts";
import type { Replication } from "../tracking/replication/background.ts";
import { runTags } from "../tracking/run_tags.ts";
import type { TrackingSettings } from "../tracking/settings.ts";
import { startRun, type StartRunOptions } from "../tracking/start_run.ts";
import { trackingHooks } from "../tracking/tracking_hooks.ts";
import type { ProjectRunOptions } from "./project.ts";
import { DEFAULT_PIPELINE } from "./define_project.ts";
import type { RunProjectContext } from "./run_project.ts";

/** Whether a run is recorded: unless it is told not to be, or all of its pipelines are listed in `disable_tracking`. */
export function isTracked(
  { disabledPipelines }: TrackingSettings,
  { track = true }: ProjectRunOptions,
  pipelineNames: readonly string[],
): boolean {
  return track && !pipelineNames.every((name) => disabledPipelines.includes(name));
}

/** What to say of pipelines that are listed in `disable_tracking` and are none: kedro-mlflow takes them, so it is no error. */
export function unknownDisabled(
  { disabledPipelines }: TrackingSettings,
  pipelines: Readonly<Record<string, Pipeline>>,
): readonly Issue[] {
  const known = new Set(Object.keys(pipelines));
  return disabledPipelines.filter((name) => !known.has(name)).map((name) => ({
    code: "tracking.unknown_pipeline",
    message: `tracking.disable_tracking.pipelines of mlflow.yml names "${name}": there is no such pipeline${
      didYouMean(name, known)
    }`,
  }));
}

/** How a run of a project is recorded. */
export interface RunTracking {
  /** The run. */
  readonly run: ActiveRun;
  /** The run of a single node, where nodes have runs of their own. */
  readonly runOf?: ((node: Node) => Promise<ActiveRun>) | undefined;
  /** The same, of a node whose run has been opened. */
  readonly openedRunOf?: ((node: Node) => ActiveRun) | undefined;
  /** What records it. */
  readonly hooks: readonly Hooks[];
  /** End it, and what is nested in it. */
  end(status: EndStatus, error?: unknown): Promise<void>;
  /** What copies it to a server, if there is one. */
  readonly replication: Replication | undefined;
}

/** What runs. */
export interface ChosenPipeline {
  /** Names of the pipelines. */
  readonly names: readonly string[];
  /** Their nodes, as far as they run. */
  readonly pipeline: Pipeline;
}

/**
 * Start the run that a project records.
 *
 * @throws {ConfigError} When the configuration names a place that runs cannot be recorded in.
 */
export async function openTracking(
  context: RunProjectContext,
  options: ProjectRunOptions,
  chosen: ChosenPipeline,
): Promise<RunTracking> {
  const { project, settings, clock } = context;
  assertRecordable(settings);
  const replication = await openReplicationOf(context);
  const start = { ...startOptions(context, options, chosen.names), replication };
  const run = await startRun(project.store(), start);
  if (settings.run.nest !== "none") {
    const { nestTracking }: typeof import("./nest_tracking.ts") = await import(NEST_TRACKING);
    return { ...nestTracking(context, { ...chosen, run, start, by: settings.run.nest }), replication };
  }
  return {
    run,
    hooks: [trackingHooks(run, { clock }), paramHooks(run, settings.params, project.isRedacted)],
    end: (status, error) => run.end(status, error),
    replication,
  };
}

async function openReplicationOf(
  { project, settings: { server }, variable }: RunProjectContext,
): Promise<Replication | undefined> {
  if (server === undefined) return undefined;
  const { uri, variables } = server;
  return await openReplication(project.store(), { uri, variables, home: variable("HOME") });
}

const NEST_TRACKING: string = "./nest_tracking.ts";

function startOptions(
  context: RunProjectContext,
  options: ProjectRunOptions,
  pipelineNames: readonly string[],
): StartRunOptions {
  const { project, settings: { experiment, run, params } } = context;
  const { onMetrics } = options;
  const experimentId = options.experiment === undefined ? experiment.id : undefined;
  return {
    experiment: experimentId !== undefined && experiment.name === undefined
      ? undefined
      : experimentOf(context, options),
    experimentId,
    experimentTags: experiment.tags,
    artifactLocation: experiment.artifactLocation,
    restoreExperiment: experiment.restoreIfDeleted,
    runId: options.runId ?? run.id ?? context.takeRunId(),
    key: options.runKey,
    parentRunId: outerRunId(project.root),
    name: nameOf(context, options, pipelineNames),
    tags: { ...requestTags(context, options, pipelineNames), ...run.tags, ...options.runTags },
    redact: params.redact,
    mask: project.mask,
    command: options.command,
    source: project.name,
    onLog: options.onLog,
    onWrite: onMetrics && (({ metrics }, node) => {
      if (metrics !== undefined && metrics.length > 0) onMetrics(node, metrics);
    }),
  };
}

function requestTags(
  { project, defaultEnv, runtimeParams }: RunProjectContext,
  { filter, loadVersions, runner = "sequential", onlyMissingOutputs }: ProjectRunOptions,
  pipelineNames: readonly string[],
): Readonly<Record<string, string>> {
  return runTags({
    env: project.env === defaultEnv ? undefined : project.env,
    pipelineNames: isDefault(pipelineNames) ? undefined : pipelineNames,
    selection: { ...filter },
    loadVersions,
    runtimeParams,
    runner,
    onlyMissingOutputs,
  }, project.isRedacted);
}

/** Name of the experiment of a run, if it has no id. */
export function experimentOf({ project, settings }: RunProjectContext, options: ProjectRunOptions): string {
  return options.experiment ?? settings.experiment.name ?? project.name;
}

// As given, as configured, or its pipelines.
function nameOf(
  { settings }: RunProjectContext,
  { runName }: ProjectRunOptions,
  pipelineNames: readonly string[],
): string {
  return runName ?? settings.run.name ?? pipelineNames.join("+");
}

function assertRecordable({ refusal }: TrackingSettings): void {
  if (refusal !== undefined) {
    throw new ConfigError(describeProblems("configuration", [refusal]), { issues: [refusal] });
  }
}

function isDefault(pipelineNames: readonly string[]): boolean {
  return pipelineNames.length === 1 && pipelineNames[0] === DEFAULT_PIPELINE;
}

// A run of the same store that this code is part of.
function outerRunId(root: string): string | undefined {
  const outer = currentScope()?.run;
  return outer?.directory === root ? outer.id : undefined;
}
