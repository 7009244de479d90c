import { filterPipeline } from "../pipeline/filter.ts";
import { DEFAULT_PIPELINE } from "./define_project.ts";
import type { ProjectRunOptions } from "./project.ts";
import type { RunProjectContext } from "./run_project.ts";
import { selectPipelines } from "./select_pipelines.ts";
import { snapshotRun } from "./snapshot_run.ts";

/** What a run would be made from, without secrets: texts by name, as runs keep them. */
export async function describeRun(
  context: Pick<RunProjectContext, "project" | "settings" | "confSource" | "runtimeParams">,
  options: ProjectRunOptions,
): Promise<Readonly<Record<string, string>>> {
  const { project } = context;
  const { pipelines: pipelineNames = [DEFAULT_PIPELINE], filter = {} } = options;
  const pipeline = filterPipeline(selectPipelines(project.pipelines, pipelineNames), filter);
  await using catalog = project.catalog({ loadVersions: options.loadVersions });
  const snapshots = await snapshotRun(context, { options, pipelineNames, pipeline, catalog });
  return Object.fromEntries(snapshots.map(({ name, text }) => [name, text]));
}
