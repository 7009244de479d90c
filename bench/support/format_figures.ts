import { best, type Figure, isMet, median } from "./benchmark.ts";

/** Figures as a table: one line each, and an indented line for each peer. */
export function formatFigures(figures: readonly Figure[]): string {
  const rows = [["", "median", "best", "target", ""], ...figures.flatMap(formatFigure)];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, column) => column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))
      .join("  ").trimEnd()
  );
  return lines.map((line) => `  ${line}\n`).join("");
}

function formatFigure(figure: Figure): string[][] {
  const { name, unit, samples, target, peers = {} } = figure;
  const middle = median(samples);
  const limit = target === undefined
    ? ""
    : "atMost" in target
    ? `≤ ${formatNumber(target.atMost)} ${unit}`
    : `≥ ${formatNumber(target.atLeast)} ${unit}`;
  const met = isMet(figure);
  const verdict = met === undefined
    ? ""
    : met
    ? "met"
    : isMet(figure, best(figure))
    ? "best meets"
    : "missed";
  return [
    [name, `${formatNumber(middle)} ${unit}`, `${formatNumber(best(figure))} ${unit}`, limit, verdict],
    ...Object.entries(peers).map(([peer, value]) => formatPeer(peer, value, figure)),
  ];
}

// How many times better than the peer the median is: faster, smaller, or more in a second.
function formatPeer(peer: string, value: number, { samples, target, unit }: Figure): string[] {
  const ratio = target && "atLeast" in target ? median(samples) / value : value / median(samples);
  return [`  ${peer} (recorded)`, `${formatNumber(value)} ${unit}`, "", "", `${formatNumber(ratio)} ×`];
}

/** Three significant digits below a thousand, whole numbers in groups of three above. */
function formatNumber(value: number): string {
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString("en-US")
    : String(Number(value.toPrecision(3)));
}
