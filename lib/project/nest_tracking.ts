import type { ActiveRun } from "../tracking/active_run.ts";
import { nestRuns } from "../tracking/nested_runs.ts";
import { paramHooks } from "../tracking/param_hooks.ts";
import type { NestBy } from "../tracking/settings/kedge_file.ts";
import { startRun, type StartRunOptions } from "../tracking/start_run.ts";
import { trackingHooks } from "../tracking/tracking_hooks.ts";
import { groupNodesBy } from "./nest_groups.ts";
import type { ChosenPipeline, RunTracking } from "./open_tracking.ts";
import type { RunProjectContext } from "./run_project.ts";

/** A run with a run inside it for each pipeline or namespace. */
export function nestTracking(
  { project, settings, clock }: RunProjectContext,
  { run, start, by, names, pipeline }: ChosenPipeline & {
    readonly run: ActiveRun;
    readonly start: StartRunOptions;
    readonly by: Exclude<NestBy, "none">;
  },
): Omit<RunTracking, "replication"> {
  const nested = nestRuns(run, {
    nodes: pipeline.nodes,
    groupOf: groupNodesBy(by, project.pipelines, names),
    start: (group) =>
      startRun(project.store(), {
        ...start,
        // They go where the run goes that they are nested in.
        replication: undefined,
        experiment: undefined,
        experimentId: run.experimentId,
        runId: undefined,
        key: start.key === undefined ? undefined : `${start.key}/${group}`,
        parentRunId: run.id,
        name: group,
        tags: settings.run.tags,
      }),
  });
  return {
    run,
    runOf: (node) => nested.open(node),
    openedRunOf: (node) => nested.runOf(node),
    hooks: [
      nested.hooks,
      trackingHooks(nested, { clock }),
      paramHooks((node) => nested.runOf(node), settings.params, project.isRedacted),
    ],
    end: async (status, error) => {
      try {
        await nested.end(status, error);
      } finally {
        await run.end(status, error);
      }
    },
  };
}
