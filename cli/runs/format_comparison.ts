import type { Run } from "../../mod.ts";
import { formatDuration } from "../format/duration.ts";
import { formatNumber, formatNumbers } from "../format/number.ts";
import { formatRelativeTime } from "../format/relative_time.ts";
import type { Style } from "../format/style.ts";
import { type Cell, type Column, formatTable } from "../format/table.ts";
import { printable } from "../format/text.ts";
import type { Comparison, MetricPair, ParamPair } from "./comparison.ts";
import { runDuration, statusPaint, statusWord } from "./run_facts.ts";

/** How to draw a comparison. */
export interface FormatComparisonOptions {
  /** Colours. */
  readonly style: Style;
  /** Columns of the terminal. @default {as wide as needed} */
  readonly width?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Row = readonly Cell[];

const NONE = "–";

/** Two runs side by side: the parameters that differ, the metrics and by how much, and what the runs are. */
export function formatComparison(
  { params, metrics }: Comparison,
  runs: readonly [Run, Run],
  options: FormatComparisonOptions,
): string[] {
  const { style } = options;
  const columns: Column[] = [
    { head: "" },
    ...runs.map(({ info }): Column => ({ head: printable(info.runName), align: "right" })),
    { head: "difference", align: "right" },
    { head: "" },
  ];
  const differing = params.filter(({ isEqual }) => !isEqual);
  const changed = metrics.filter(({ difference }) => difference !== 0);
  const rows: Row[] = [
    ...section("params", [...differing.map(paramRow), ...equalRow(params.length - differing.length)], style),
    ...section("metrics", [...changed.map(metricRow), ...equalRow(metrics.length - changed.length)], style),
    ...section("run", runRows(runs, options), style),
  ];
  return formatTable(columns, rows, { ...options, keepsColumns: true });
}

function section(name: string, rows: readonly Row[], style: Style): Row[] {
  return rows.length === 0 ? [] : [[{ text: name, paint: style.dim }], ...rows];
}

function equalRow(count: number): Row[] {
  return count === 0 ? [] : [[`  ${count} equal`]];
}

function paramRow({ key, values }: ParamPair): Row {
  return [`  ${printable(key)}`, ...values.map((value) => value === undefined ? NONE : printable(value))];
}

function metricRow({ key, values, difference }: MetricPair): Row {
  const known = values.filter((value) => value !== undefined);
  const texts = formatNumbers(known)[Symbol.iterator]();
  const cells = values.map((value) => value === undefined ? NONE : texts.next().value ?? NONE);
  const isNumber = difference !== undefined && !Number.isNaN(difference);
  return [
    `  ${printable(key)}`,
    ...cells,
    isNumber ? `${difference > 0 ? "+" : ""}${formatNumber(difference)}` : "",
    isNumber ? (difference > 0 ? "▲" : "▼") : "",
  ];
}

function runRows(runs: readonly [Run, Run], { style, now }: FormatComparisonOptions): Row[] {
  const each = (cell: (run: Run) => Cell) => runs.map(cell);
  return [
    [
      "  status",
      ...each(({ info: { status } }) => ({ text: statusWord(status), paint: statusPaint(status, style) })),
    ],
    ["  started", ...each(({ info }) => formatRelativeTime(info.startTime, now))],
    ["  took", ...each((run) => formatDuration(runDuration(run, now)))],
    ["  id", ...each(({ info }) => info.runId.slice(0, 8))],
  ];
}
