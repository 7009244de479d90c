import { formatCount, formatNoun } from "../../format/count.ts";
import { formatNumber } from "../../format/number.ts";
import { sparkline } from "../../format/sparkline.ts";
import { printable } from "../../format/text.ts";
import type { MetricView, NodeView } from "./run_view.ts";

/** What became of the rows: `344 → 333 rows`, `333 → 249 + 84 rows`, `344 rows`; empty when there are none. */
export function describeRows(node: NodeView): string {
  const before = [...node.inputs.values()].find((shape) => shape.rows !== undefined)?.rows;
  const after = [...node.outputs.values()].flatMap((shape) => shape.rows ?? []);
  if (after.length === 0) return describePartitions(node);
  if (after.length > 3) return "";
  const made = after.map(formatCount).join(" + ");
  const noun = made === "1" && (before ?? 1) === 1 ? "row" : "rows";
  return `${before === undefined ? "" : `${formatCount(before)} → `}${made} ${noun}`;
}

function describePartitions({ outputs }: NodeView): string {
  const made = [...outputs.values()].flatMap(({ partitions }) => partitions ?? []);
  return made.length === 1 ? formatNoun(made[0]!, "partition") : "";
}

/** The metrics logged last, with the step and a chart of the newest: `epoch 34  loss 0.0812  ▂▃▅▆▇`. */
export function describeMetrics(node: NodeView): string {
  const all = [...node.metrics].reverse();
  const epoch = node.metrics.get("epoch");
  const [newest, ...others] = all.filter(([key]) => key !== "epoch");
  if (newest === undefined) return epoch === undefined ? "" : `epoch ${formatNumber(epoch.value)}`;
  const [, metric] = newest;
  return [
    position(epoch, metric),
    ...[newest, ...others.slice(0, 1)].map(([key, { value }]) => `${printable(key)} ${formatNumber(value)}`),
    metric.history.length > 1 ? sparkline(metric.history, 8) : "",
  ].filter((part) => part !== "").join("  ");
}

function position(epoch: MetricView | undefined, { step, history }: MetricView): string {
  if (epoch !== undefined) return `epoch ${formatNumber(epoch.value)}`;
  return step > 0 || history.length > 1 ? `step ${step}` : "";
}
