import type { PurgeReport } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatNoun } from "../format/count.ts";
import { formatRelativeTime } from "../format/relative_time.ts";
import { formatSize } from "../format/size.ts";
import { createStyle } from "../format/style.ts";
import { formatTable } from "../format/table.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import { parseAge } from "../parse_age.ts";
import { projectCommand } from "../project_folder.ts";
import type { PurgeFlags } from "./edit_routes.ts";
import { withRuns } from "./open_runs.ts";

const SHOWN = 20;

/** `kedge runs purge`. */
export async function purgeRuns(this: CliContext, flags: PurgeFlags): Promise<void> {
  await withRuns(this, flags, async ({ store, root }) => {
    const before = flags.olderThan === undefined ? undefined : this.now() - parseAge(flags.olderThan);
    const report = flags.yes ? await store.purge({ before }) : await store.describePurge({ before });
    if (flags.json) writeJson(this, { ...report, isPurged: flags.yes === true });
    else this.stdout.write(`${formatReport(this, report, { flags, root }).join("\n")}\n`);
    return EXIT.ok;
  });
}

function formatReport(
  context: CliContext,
  report: PurgeReport,
  { flags, root }: { readonly flags: PurgeFlags; readonly root: string },
): readonly string[] {
  const { runs, experiments, models, points, artifacts, bytes, shrunkBy } = report;
  if (runs.length + experiments.length + models.length === 0) {
    return ["  Nothing to purge: no run is deleted"];
  }
  const style = createStyle(context.stdout.isColoured);
  const now = context.now();
  const facts = [
    formatNoun(runs.length, "run"),
    ...(experiments.length > 0 ? [formatNoun(experiments.length, "experiment")] : []),
    ...(models.length > 0 ? [formatNoun(models.length, "model")] : []),
    formatNoun(points, "point"),
    `${formatNoun(artifacts, "artifact")}, ${formatSize(bytes)}`,
  ].join(" · ");
  const table = formatTable(
    [{ head: "run" }, { head: "deleted" }, { head: "id" }],
    runs.slice(0, SHOWN).map((run) => [
      printable(run.runName),
      formatRelativeTime(run.deletedTime, now),
      run.runId,
    ]),
    { style, width: context.stdout.size()?.columns },
  );
  const again = projectCommand(context, root, [
    "runs",
    "purge",
    ...(flags.olderThan === undefined ? [] : ["--older-than", flags.olderThan]),
    "--yes",
  ]);
  return [
    ...(runs.length > 0 ? table : []),
    ...(runs.length > SHOWN ? [style.dim(`  … ${formatNoun(runs.length - SHOWN, "run")} more`)] : []),
    ...experiments.map((name) => `  experiment ${printable(name)}`),
    ...(flags.yes
      ? [`  removed ${facts}${shrunkBy > 0 ? ` · the store is ${formatSize(shrunkBy)} smaller` : ""}`]
      : [
        `  would remove ${facts}${
          shrunkBy > 0 ? ` · the store would be about ${formatSize(shrunkBy)} smaller` : ""
        }`,
        `  to do it: ${again}`,
      ]),
  ];
}
