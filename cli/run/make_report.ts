import type { Catalog, Project, RunResult } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { shortPath } from "../short_path.ts";
import type { NodeView, RunView } from "./progress/run_view.ts";
import type { FailedNode, MetricReport, NextCommand, RunReport, SavedDataset } from "./run_report.ts";

/** What a report is made of. */
export interface ReportSources {
  /** The project. */
  readonly project: Project;
  /** What became of the run. */
  readonly result: RunResult;
  /** What the progress display saw of it. */
  readonly view: RunView;
  /** The catalog of the run; `undefined` when it never began. */
  readonly catalog: Catalog | undefined;
  /** Makes the commands to type next. */
  readonly next: (hasEarlierRun: boolean) => readonly NextCommand[];
}

/** Metrics beyond these are shown without their history. */
const MAX_HISTORIES = 50;

/** Gather what is told of a run after its end. */
export async function makeReport(context: CliContext, sources: ReportSources): Promise<RunReport> {
  const { project, result, view, catalog, next } = sources;
  const store = result.tracked ? project.store() : undefined;
  const run = await store?.getRun(result.runId);
  const metrics = await Promise.all(
    Object.values(run?.metrics ?? {}).map(async (metric, index): Promise<MetricReport> => {
      const points = index < MAX_HISTORIES
        ? await store?.getMetricHistory(result.runId, metric.key)
        : undefined;
      return { ...metric, history: points ?? [metric] };
    }),
  );
  const recent = await store?.searchRuns({ maxResults: 2 });
  return {
    result,
    project: project.name,
    run,
    metrics,
    artifacts: await store?.listArtifacts(result.runId) ?? [],
    artifactsAt: run && shortPath(run.info.artifactUri, context),
    saved: catalog === undefined ? [] : savedDatasets(view, catalog),
    failed: failedNode(result, view),
    next: next((recent?.items.length ?? 0) > 1),
  };
}

function savedDatasets(view: RunView, catalog: Catalog): SavedDataset[] {
  const names = [...view.nodes.values()].flatMap((node) => [...node.outputs.keys()]);
  return [...new Set(names)].flatMap((name) => {
    if (catalog.get(name)?.traits.ephemeral ?? true) return [];
    // Where it was written in the configuration is no news after a run.
    const { writtenAt: _, ...description } = catalog.describe(name) ?? {};
    return [{ name, description }];
  });
}

function failedNode({ nodes }: RunResult, view: RunView): FailedNode | undefined {
  const failed = nodes.find(({ status }) => status === "failed");
  if (failed === undefined) return undefined;
  const seen: NodeView | undefined = view.nodes.get(failed.name);
  return { name: failed.name, duration: failed.duration, inputs: seen?.inputs ?? new Map() };
}
