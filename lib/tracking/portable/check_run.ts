import { midSentence } from "../../core/describe_value.ts";
import { TrackingError } from "../../core/errors.ts";
import { checkArtifactPath } from "../artifact_path.ts";
import { checkDatasetUse, checkEntries, checkExperimentName, checkTime, storableText } from "../limits.ts";
import { RUN_NAME_TAG } from "../tag_names.ts";
import type { PortableRun } from "./portable_run.ts";

/** Everything that a store would refuse of a run, and what else is known, in sentences that name the run. */
export function problemsOfRun(run: PortableRun, others: readonly string[] = []): readonly string[] {
  const { runName, artifacts } = run;
  const problems = refusals(checksOf(run));
  return [...problems, ...others, ...problemsOfPaths(artifacts.map(({ path }) => path))].map((problem) =>
    `run "${storableText(runName)}" (${run.runId}): ${problem}`
  );
}

// One after another, as a run may have a million points.
function* checksOf(run: PortableRun): Generator<() => unknown> {
  const { runName, experiment, startTime, endTime, params, tags, metrics, datasets, artifacts } = run;
  yield () => checkExperimentName(experiment);
  yield () => checkTime("start", startTime);
  if (endTime !== undefined) yield () => checkTime("end", endTime);
  for (const param of Object.entries(params)) yield () => checkEntries({ params: [param] });
  const named = { ...tags, [RUN_NAME_TAG]: runName };
  for (const tag of Object.entries(named)) yield () => checkEntries({ tags: [tag] });
  for (const point of metrics) yield () => checkEntries({ metrics: [point] });
  for (const use of datasets) yield () => checkDatasetUse(use);
  for (const { path } of artifacts) yield () => checkArtifactPath(path);
}

/** What is refused by checks, each problem once. */
export function refusals(checks: Iterable<() => unknown>): readonly string[] {
  const problems = new Set<string>();
  for (const check of checks) {
    try {
      check();
    } catch (error) {
      if (!(error instanceof TrackingError)) throw error;
      problems.add(midSentence(error.message));
    }
  }
  return [...problems];
}

// What file systems take as the name of a file, in bytes.
const LONGEST_NAME = 255;

/** What a disk would refuse of the paths of files: names that are too long, and a file where others need a folder. */
export function problemsOfPaths(paths: readonly string[]): readonly string[] {
  const files = new Set(paths);
  return paths.flatMap((path) => {
    const names = path.split("/");
    const long = names.find((name) => new TextEncoder().encode(name).length > LONGEST_NAME);
    const above = names.map((_, index) => names.slice(0, index).join("/")).find((folder) =>
      files.has(folder)
    );
    return [
      ...long === undefined
        ? []
        : [`cannot store "${path.slice(0, 60)}…": a name in it has more than ${LONGEST_NAME} bytes`],
      ...above === undefined ? [] : [`cannot store "${path}": "${above}" is a file`],
    ];
  });
}
