import type { Run } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { createStyle } from "../format/style.ts";
import { EXIT, writeJson } from "../guard.ts";
import { compare, type Comparison } from "./comparison.ts";
import { formatComparison } from "./format_comparison.ts";
import { withAnyRuns } from "./open_runs.ts";
import { experimentNames, runToJson } from "./run_facts.ts";
import type { AnyRunsFlags } from "./route_parts.ts";

/** `kedge runs compare`. */
export async function compareRuns(
  this: CliContext,
  flags: AnyRunsFlags,
  first: string,
  second: string,
): Promise<void> {
  await withAnyRuns(this, flags, async ({ store }) => {
    const { resolveRun } = await import("../../mod.ts");
    const runs: readonly [Run, Run] = [await resolveRun(store, first), await resolveRun(store, second)];
    const comparison = compare(...runs);
    if (flags.json) {
      const experiments = await experimentNames(store);
      writeJson(this, toJson(comparison, runs, experiments));
      return EXIT.ok;
    }
    const style = createStyle(this.stdout.isColoured);
    const width = this.stdout.size()?.columns;
    this.stdout.write(
      `${formatComparison(comparison, runs, { style, width, now: this.now() }).join("\n")}\n`,
    );
    return EXIT.ok;
  });
}

function toJson(
  { params, metrics }: Comparison,
  runs: readonly Run[],
  experiments: ReadonlyMap<string, string>,
): Record<string, unknown> {
  return {
    runs: runs.map((run) => runToJson(run, experiments.get(run.info.experimentId))),
    params: params.filter(({ isEqual }) => !isEqual).map(({ key, values }) => ({
      key,
      values: values.map(orNull),
    })),
    metrics: metrics.map(({ key, values, difference }) => ({
      key,
      values: values.map(orNull),
      difference: orNull(difference),
    })),
  };
}

// JSON leaves out what is undefined, and a list must keep its places.
function orNull<T>(value: T | undefined): T | null {
  return value ?? null;
}
