import { ConfigError } from "../core/errors.ts";
import { describeProblems } from "../core/issue.ts";
import { currentScope } from "../core/run_context.ts";
import type { ActiveRun } from "../tracking/active_run.ts";
import { createRedactor } from "../tracking/redact.ts";
import { runTags } from "../tracking/run_tags.ts";
import type { TrackingSettings } from "../tracking/settings.ts";
import { startRun } from "../tracking/start_run.ts";
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

/**
 * Start the run that a project records.
 *
 * @throws {ConfigError} When the configuration names a place that runs cannot be recorded in.
 */
export async function openRun(
  context: RunProjectContext,
  options: ProjectRunOptions,
  pipelineNames: readonly string[],
): Promise<ActiveRun> {
  const { project, settings } = context;
  assertRecordable(settings);
  const { experiment, run, params } = settings;
  const { onMetrics } = options;
  const byId = options.experiment === undefined ? experiment.id : undefined;
  return await startRun(project.store(), {
    experiment: byId !== undefined && experiment.name === undefined
      ? undefined
      : experimentOf(context, options),
    experimentId: byId,
    experimentTags: experiment.tags,
    artifactLocation: experiment.artifactLocation,
    restoreExperiment: experiment.restoreIfDeleted,
    runId: options.runId ?? run.id ?? context.takeRunId(),
    key: options.runKey,
    parentRunId: outerRunId(project.root),
    name: nameOf(context, options, pipelineNames),
    tags: {
      ...runTags({
        env: project.env === context.defaultEnv ? undefined : project.env,
        pipelineNames: isDefault(pipelineNames) ? undefined : pipelineNames,
        selection: { ...options.filter },
        loadVersions: options.loadVersions,
        runtimeParams: context.runtimeParams,
        runner: options.runner ?? "sequential",
        onlyMissingOutputs: options.onlyMissingOutputs,
      }, createRedactor(params.redact)),
      ...run.tags,
      ...options.runTags,
    },
    redact: params.redact,
    command: options.command,
    source: project.name,
    onLog: options.onLog,
    onWrite: onMetrics && (({ metrics }, node) => {
      if (metrics !== undefined && metrics.length > 0) onMetrics(node, metrics);
    }),
  });
}

/** Name of the experiment of a run, if it has no id. */
export function experimentOf({ project, settings }: RunProjectContext, options: ProjectRunOptions): string {
  return options.experiment ?? settings.experiment.name ?? project.name;
}

/** Name of a run: as given, as configured, or its pipelines. */
export function nameOf(
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
