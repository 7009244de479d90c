import type { LogLine } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { createStyle } from "../format/style.ts";
import { EXIT, writeJson } from "../guard.ts";
import { shortPath } from "../short_path.ts";
import { UsageError } from "../usage_error.ts";
import { followRun } from "./follow_run.ts";
import { formatRun } from "./format_run.ts";
import { withAnyRuns } from "./open_runs.ts";
import { experimentNames, runToJson } from "./run_facts.ts";
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
    const { runId, experimentId, artifactUri } = run.info;
    const experiment = (await experimentNames(store)).get(experimentId) ?? experimentId;
    const histories = await Promise.all(
      Object.keys(run.metrics).map((key) => store.getMetricHistory(runId, key)),
    );
    const details = {
      run,
      experiment,
      histories: new Map(Object.keys(run.metrics).map((key, index) => [key, histories[index] ?? []])),
      artifacts: await store.listArtifacts(runId),
      nodes: await store.getNodes(runId),
      datasets: await store.getDatasetUses(runId),
      log: await store.getLogLines(runId) as readonly LogLine[],
    };
    if (flags.json) {
      const { artifacts, datasets, nodes, log } = details;
      const history = Object.fromEntries(
        [...details.histories].map((
          [key, points],
        ) => [key, points.map(({ value, step, timestamp }) => ({ value, step, timestamp }))]),
      );
      writeJson(this, { ...runToJson(run, experiment), history, nodes, datasets, artifacts, log });
      return EXIT.ok;
    }
    const lines = formatRun(details, {
      style: createStyle(this.stdout.isColoured),
      width: this.stdout.size()?.columns ?? 100,
      now: this.now(),
      root,
      artifactsAt: shortPath(artifactUri, this),
    });
    const gaps = store.traits.nodeEvents
      ? []
      : ["", `  ${store.endpoint} keeps no nodes and no log of a run`];
    this.stdout.write(`${[...lines, ...gaps].join("\n")}\n`);
    return EXIT.ok;
  });
}
