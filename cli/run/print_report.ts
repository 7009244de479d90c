import type { CliContext } from "../context.ts";
import { writeJson } from "../guard.ts";
import { createStyle } from "../format/style.ts";
import { formatSummary } from "./format_summary.ts";
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
export async function printReport(
  context: CliContext,
  report: RunReport,
  options: PrintReportOptions,
): Promise<void> {
  const { json, exitCode, root } = options;
  const isFinished = report.result.status === "finished";
  const output = isFinished && !json ? context.stdout : context.stderr;
  const style = createStyle(output.isColoured);
  const width = output.size()?.columns ?? 100;
  const lines = isFinished
    ? formatSummary(report, { style, width })
    : (await load<typeof import("./format_failure.ts")>(FORMAT_FAILURE)).formatFailure(report, {
      style,
      width,
      root,
    });
  output.write(`${lines.join("\n")}\n`);
  if (json) {
    const { reportToJson } = await load<typeof import("./report_to_json.ts")>(REPORT_TO_JSON);
    writeJson(context, reportToJson(report, exitCode));
  }
}

// Not literal import()s: most runs go well, and are read by people.
const FORMAT_FAILURE: string = "./format_failure.ts";
const REPORT_TO_JSON: string = "./report_to_json.ts";

function load<M>(specifier: string): Promise<M> {
  return import(specifier);
}
