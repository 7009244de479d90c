import type { CatalogReport } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatIssueList, type IssueListOptions } from "../format_error.ts";
import { formatNoun } from "../format/count.ts";
import { createStyle } from "../format/style.ts";
import { EXIT, writeJson } from "../guard.ts";
import type { CheckFlags } from "./catalog_routes.ts";
import { withCatalog } from "./open_catalog.ts";

/** `kedge catalog check`. */
export async function checkCatalog(this: CliContext, flags: CheckFlags): Promise<void> {
  await withCatalog(this, flags, async ({ project, choice }) => {
    const { checkCatalog } = await import("../../mod.ts");
    const report = await checkCatalog(project, choice);
    if (flags.json) writeJson(this, report);
    else {this.stdout.write(`${
        formatReport(report, {
          style: createStyle(this.stdout.isColoured),
          width: this.stdout.size()?.columns,
        }).join("\n")
      }\n`);}
    return report.problems.length === 0 ? EXIT.ok : EXIT.failed;
  });
}

function formatReport({ datasets, problems, notes }: CatalogReport, options: IssueListOptions): string[] {
  const { style } = options;
  const checked = formatNoun(datasets.length, "dataset");
  const summary = problems.length === 0
    ? [`${style.green("✓")} ${checked}, nothing is missing or wrong`]
    : formatIssueList(`${formatNoun(problems.length, "problem")} in ${checked}`, problems, options);
  const remarks = notes.length === 0 ? [] : [
    `${style.yellow("!")} ${formatNoun(notes.length, "note")}`,
    ...formatIssueList("", notes, options).slice(1),
  ];
  return [...summary, ...remarks];
}
