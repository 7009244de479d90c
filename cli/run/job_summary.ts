import type { CliContext } from "../context.ts";
import { formatDuration } from "../format/duration.ts";
import { escapeMarkdown, markdownCode, markdownTable } from "../format/markdown.ts";
import { formatNumber } from "../format/number.ts";
import { createStyle } from "../format/style.ts";
import { printable } from "../format/text.ts";
import { formatFailure } from "./format_failure.ts";
import type { RunReport } from "./run_report.ts";

/** What a job summary shows beside the report. */
export interface JobSummaryOptions {
  /** Draws the pipeline as Mermaid text; `undefined` when the run never began. */
  readonly drawGraph: (() => string) | undefined;
  /** Folder of the project. */
  readonly root: string;
}

/** A drawing of more nodes is refused by GitHub, or unreadable. */
const MAX_NODES = 150;

/** In CI, append the run to the summary of the job. That this cannot be done is a warning, as the run itself was done. */
export async function appendJobSummary(
  context: CliContext,
  report: RunReport,
  options: JobSummaryOptions,
): Promise<void> {
  const path = context.env("GITHUB_STEP_SUMMARY");
  if (path === undefined) return;
  try {
    await Deno.writeTextFile(path, `${formatJobSummary(report, options)}\n`, { append: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const { yellow } = createStyle(context.stderr.isColoured);
    context.stderr.write(
      `${yellow("!")} Cannot append to the file of GITHUB_STEP_SUMMARY "${printable(path)}": ${
        printable(reason)
      }\n`,
    );
  }
}

/** A run as Markdown: how it went, its metrics and parameters, and its graph. */
export function formatJobSummary(report: RunReport, { drawGraph, root }: JobSummaryOptions): string {
  const { result, run, metrics } = report;
  const mark = { finished: "✅", failed: "❌", killed: "🟨" }[result.status];
  const facts = [
    `${result.status} in ${formatDuration(result.duration)}`,
    `${result.pipelineNames.map(escapeMarkdown).join(" + ")}`,
    result.env === "base" ? "base" : `base + ${escapeMarkdown(result.env)}`,
  ];
  const values = metrics.map(({ key, value }) => [escapeMarkdown(key), formatNumber(value)]);
  const params = Object.entries(run?.params ?? {}).map((entry) => entry.map(escapeMarkdown));
  const sections = [
    `### ${mark} ${escapeMarkdown(report.project)} · run ${escapeMarkdown(result.runName)}`,
    facts.join(" · "),
    result.status === "finished" ? "" : formatWhatWentWrong(report, root),
    values.length === 0 ? "" : markdownTable(["metric", "value"], values),
    params.length === 0 ? "" : markdownTable(["param", "value"], params),
    drawGraph === undefined ? "" : formatGraph(result.nodes.length, drawGraph),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function formatWhatWentWrong(report: RunReport, root: string): string {
  const lines = formatFailure(report, { style: createStyle(false), width: 100, root });
  return markdownCode("text", lines.join("\n"));
}

function formatGraph(nodes: number, drawGraph: () => string): string {
  return nodes > MAX_NODES
    ? `A graph of ${nodes} nodes is too large to draw here.`
    : markdownCode("mermaid", drawGraph());
}
