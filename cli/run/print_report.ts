import type { CliContext } from "../context.ts";
import { writeJson } from "../guard.ts";
import { createStyle } from "../format/style.ts";
import { formatFailure } from "./format_failure.ts";
import { formatSummary } from "./format_summary.ts";
import { reportToJson } from "./report_to_json.ts";
import type { RunReport } from "./run_report.ts";

/** How to print a report. */
export interface PrintReportOptions {
  /** Whether standard output is for JSON alone. */
  readonly json: boolean;
  /** Exit code of the command. */
  readonly exitCode: number;
  /** Folder of the project. */
  readonly root: string;
}

/** Tell how a run went: a summary on standard output, a failure on standard error; as JSON on standard output. */
export function printReport(context: CliContext, report: RunReport, options: PrintReportOptions): void {
  const { json, exitCode, root } = options;
  const isFinished = report.result.status === "finished";
  const output = isFinished && !json ? context.stdout : context.stderr;
  const style = createStyle(output.isColoured);
  const width = output.size()?.columns ?? 100;
  const lines = isFinished
    ? formatSummary(report, { style, width })
    : formatFailure(report, { style, width, root });
  output.write(`${lines.join("\n")}\n`);
  if (json) writeJson(context, reportToJson(report, exitCode));
}
