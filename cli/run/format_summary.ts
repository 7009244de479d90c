import { formatEnds, formatFacts } from "../format/block.ts";
import { formatHistory } from "../format/count.ts";
import { formatDuration } from "../format/duration.ts";
import { formatNumber } from "../format/number.ts";
import { formatSize } from "../format/size.ts";
import type { Style } from "../format/style.ts";
import { printable, truncateEnd, truncateMiddle } from "../format/text.ts";
import { formatCopy } from "./format_copy.ts";
import type { MetricReport, RunReport, SavedDataset } from "./run_report.ts";
import { groupArtifacts } from "./group_artifacts.ts";

/** What a run that went well left behind, and the next command. */
export function formatSummary(
  report: RunReport,
  options: { readonly style: Style; readonly width: number },
): string[] {
  const { result, run, metrics, artifacts, artifactsAt, saved, next } = report;
  const { style, width } = options;
  const name = result.tracked
    ? `run ${style.bold(printable(result.runName))} ${style.dim(`(${result.runId.slice(0, 8)})`)}`
    : style.dim("not recorded");
  return [
    formatEnds(style.green(`✓ finished in ${formatDuration(result.duration)}`), name, width),
    ...formatFacts([
      { label: "params", items: Object.entries(run?.params ?? {}).map(formatParam) },
      { label: "metrics", items: metrics.map(formatMetric), separator: "   " },
      { label: "saved", items: saved.map(formatSaved), limit: 6 },
      {
        label: "artifacts",
        items: groupArtifacts(artifacts).map(({ path, size }) => `${printable(path)} ${formatSize(size)}`),
      },
      {
        label: "where",
        items: artifacts.length > 0 && artifactsAt !== undefined ? [printable(artifactsAt)] : [],
      },
      { label: "server", items: formatCopy(result.replication) },
      {
        label: "skipped",
        items: result.nodes.filter(({ status }) => status === "skipped").map(({ name }) => printable(name)),
      },
      ...next.map(({ label, command }) => ({ label, items: [command] })),
    ], options),
  ];
}

function formatParam([key, value]: readonly [string, string]): string {
  return `${truncateMiddle(printable(key), 40)} ${truncateEnd(printable(value), 40)}`;
}

function formatMetric({ key, value, history }: MetricReport): string {
  const steps = history.length > 1 ? ` (${formatHistory(history)})` : "";
  return `${truncateMiddle(printable(key), 40)} ${formatNumber(value)}${steps}`;
}

/** A dataset and where it is: `predictions → data/07_model_output/predictions.csv`. */
function formatSaved({ name, description: { filepath } }: SavedDataset): string {
  return typeof filepath === "string" ? `${printable(name)} → ${printable(filepath)}` : printable(name);
}
