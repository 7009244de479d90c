import type { CliContext } from "../context.ts";
import { createStyle } from "../format/style.ts";
import { EXIT, writeJson } from "../guard.ts";
import { shortPath } from "../short_path.ts";
import { UsageError } from "../usage_error.ts";
import { followRun } from "./follow_run.ts";
import { formatRun } from "./format_run.ts";
import { withAnyRuns } from "./open_runs.ts";
import { readRunDetails, type RunDetails } from "./run_details.ts";
import { runToJson } from "./run_facts.ts";
import type { ShowFlags } from "./runs_routes.ts";

/** `kedge runs show`. */
export async function showRun(this: CliContext, flags: ShowFlags, reference = ""): Promise<void> {
  await withAnyRuns(this, flags, async (runs) => {
    const { store, root } = runs;
    const { resolveRun } = await import("../../mod.ts");
    let run = await resolveRun(store, reference);
    if (flags.follow) {
      if (flags.json) throw new UsageError("Flag --follow prints as it goes: leave out --json");
      if (!await followRun(this, runs, run.info.runId)) return EXIT.SIGINT;
      run = await store.getRun(run.info.runId) ?? run;
    }
    const details = await readRunDetails(store, run);
    if (flags.json) {
      writeJson(this, detailsToJson(details));
      return EXIT.ok;
    }
    const lines = formatRun(details, {
      style: createStyle(this.stdout.isColoured),
      width: this.stdout.size()?.columns ?? 100,
      now: this.now(),
      root,
      artifactsAt: shortPath(run.info.artifactUri, this),
    });
    const gaps = store.traits.nodeEvents
      ? []
      : ["", `  ${store.endpoint} keeps no nodes and no log of a run`];
    this.stdout.write(`${[...lines, ...gaps].join("\n")}\n`);
    return EXIT.ok;
  });
}

function detailsToJson(details: RunDetails): Record<string, unknown> {
  const { run, experiment, around, inside, histories, models, nodes, datasets, artifacts, log } = details;
  const history = Object.fromEntries(
    [...histories].map((
      [key, points],
    ) => [key, points.map(({ value, step, timestamp }) => ({ value, step, timestamp }))]),
  );
  return {
    ...runToJson(run, experiment),
    parentRunId: around?.info.runId ?? null,
    runsInside: inside.map(({ info }) => info.runId),
    history,
    nodes,
    datasets,
    models: models.map(({ role, model, versions }) => ({ role, ...model, versions })),
    artifacts,
    log,
  };
}
