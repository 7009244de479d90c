import { problemsOfModels } from "./check_models.ts";
import { problemsOfRun } from "./check_run.ts";
import { NO_MODELS } from "./portable_models.ts";
import type { PortableRun, RunSource } from "./portable_run.ts";
import { refused } from "./refused.ts";
import type { RunImport } from "./run_import.ts";

/** What is checked, and for which import. */
export interface CheckOptions {
  /** What messages call the source. */
  readonly path: string;
  /** The import. */
  readonly runs: RunImport;
}

/**
 * Look through all runs and models of a source before any of them is stored.
 *
 * @throws {TrackingError} When the store would refuse something, with every problem: nothing has been stored.
 */
export async function checkSource(source: RunSource, { path, runs }: CheckOptions): Promise<void> {
  const problems: string[] = [];
  const seen = new Set<string>();
  for await (const run of source.runs(({ runId }) => runs.has(runId))) {
    const { runId } = run;
    if (seen.has(runId)) problems.push(`it lists run "${runId}" twice`);
    seen.add(runId);
    if (!await runs.has(runId)) problems.push(...await problemsFor(run, runs));
  }
  problems.push(...problemsOfModels(source.models ?? NO_MODELS));
  if (problems.length > 0) throw refused(path, problems);
}

/**
 * Look through a run before it is stored.
 *
 * @throws {TrackingError} When the store would refuse something of it, with every problem: nothing of it has been stored.
 */
export async function checkRun(run: PortableRun, { path, runs }: CheckOptions): Promise<void> {
  const problems = await problemsFor(run, runs);
  if (problems.length > 0) throw refused(path, problems);
}

async function problemsFor(run: PortableRun, { store, experiment }: RunImport): Promise<readonly string[]> {
  const name = experiment ?? run.experiment;
  const isDeleted = (await store.getExperimentByName(name))?.lifecycleStage === "deleted";
  return problemsOfRun({ ...run, experiment: name }, isDeleted ? [deletedExperiment(name)] : []);
}

function deletedExperiment(name: string): string {
  return `its experiment "${name}" is deleted here; restore it or take another name`;
}
