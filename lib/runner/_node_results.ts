import type { Pipeline } from "../pipeline/pipeline.ts";
import type { Schedule } from "./_schedule.ts";
import type { NodeResult } from "./run_result.ts";

/** What became of each node of the `whole` pipeline, of which only a `part` was to run. */
export function nodeResults(
  whole: Pipeline,
  part: Pipeline | undefined,
  schedule: Schedule | undefined,
): readonly NodeResult[] {
  if (part === undefined || schedule === undefined) {
    return whole.nodes.map(({ name }) => ({ name, status: "not_run" }));
  }
  const ran = part.nodes.map(({ name }, i): NodeResult => {
    const [status, started, duration] = [schedule.statuses[i]!, schedule.started[i], schedule.durations[i]];
    return started === undefined ? { name, status } : { name, status, started, duration };
  });
  if (part === whole) return ran;
  const byName = new Map(ran.map((result) => [result.name, result]));
  return whole.nodes.map(({ name }) => byName.get(name) ?? { name, status: "skipped" });
}
