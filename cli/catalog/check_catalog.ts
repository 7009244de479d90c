import type { CatalogReport, Issue } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatIssueList, type IssueListOptions } from "../format_error.ts";
import { formatNoun } from "../format/count.ts";
import { createStyle } from "../format/style.ts";
import { EXIT, writeJson } from "../guard.ts";
import type { CheckFlags } from "./catalog_routes.ts";
import { withCatalog } from "./open_catalog.ts";

/** `kedge catalog check`. */
export async function checkCatalog(this: CliContext, flags: CheckFlags): Promise<void> {
  // A configuration that is wrong in one place can be checked in all others.
  const broken: Issue[] = [];
  await withCatalog(this, flags, async ({ project, choice }) => {
    const { checkCatalog } = await import("../../mod.ts");
    const report = withProblems(await checkCatalog(project, choice), broken);
    if (flags.json) writeJson(this, report);
    else {this.stdout.write(`${
        formatReport(report, {
          style: createStyle(this.stdout.isColoured),
          width: this.stdout.size()?.columns,
        }).join("\n")
      }\n`);}
    if (broken.length > 0) return EXIT.wrongUse;
    return report.problems.length === 0 ? EXIT.ok : EXIT.failed;
  }, (error) => broken.push(...error.issues));
}

// What is wrong with an entry is all there is to say of its dataset.
function withProblems(report: CatalogReport, broken: readonly Issue[]): CatalogReport {
  const names = new Set(
    broken.filter(({ code }) => code.startsWith("catalog.")).map(({ path }) => path?.[0]),
  );
  return {
    ...report,
    datasets: report.datasets.map((dataset) =>
      names.has(dataset.name) ? { ...dataset, type: "unknown", status: "broken" } : dataset
    ),
    problems: [...broken, ...report.problems],
    notes: report.notes.filter(({ path }) => !names.has(path?.[0] ?? "")),
  };
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
