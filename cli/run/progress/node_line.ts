import { formatDuration } from "../../format/duration.ts";
import type { Style } from "../../format/style.ts";
import { padEnd, padStart, printable, truncateEnd, truncateMiddle } from "../../format/text.ts";
import { textWidth } from "../../format/text_width.ts";
import { describeMetrics, describeRows } from "./node_detail.ts";
import type { NodeView, RunView } from "./run_view.ts";

/** How to draw lines. */
export interface LineOptions {
  /** Colours. */
  readonly style: Style;
  /** Columns there are. */
  readonly width: number;
  /** Milliseconds since 1970, for what still runs. */
  readonly now: number;
}

const DETAIL_WIDTH = 19;
const DURATION_WIDTH = 10;

/** A node as one line: what became of it, how long it took, what it made. */
export function formatNodeLine(node: NodeView, view: RunView, options: LineOptions): string {
  const { style, width, now } = options;
  const nameWidth = Math.min(view.nameWidth, Math.max(12, Math.floor(width / 3)));
  const name = padEnd(truncateMiddle(printable(node.name), nameWidth), nameWidth);
  const room = Math.max(0, width - textWidth(name) - 6);
  switch (node.state) {
    case "waiting":
      return style.dim(`    ${name.trimEnd()}`);
    case "running":
      return `  ${style.yellow("▸")} ${name}  ${truncateEnd(runningText(node, now), room)}`;
    case "done":
      return `  ${style.green("✓")} ${name}  ${endText(node, style, room)}`.trimEnd();
    case "failed":
      return `  ${style.red("✗")} ${name}  ${endText({ ...node, outputNames: [] }, style, room)}`.trimEnd();
  }
}

function runningText(node: NodeView, now: number): string {
  const elapsed = now - node.started;
  return [describeMetrics(node), elapsed < 1000 ? "" : formatDuration(elapsed)].filter(Boolean).join("  ");
}

function endText(node: NodeView, style: Style, room: number): string {
  const detail = padEnd(describeRows(node), DETAIL_WIDTH);
  const left = `${detail}${padStart(formatDuration(node.duration), DURATION_WIDTH)}   `;
  if (textWidth(left) > room) return formatDuration(node.duration);
  return left + style.dim(truncateEnd(node.outputNames.map(printable).join(", "), room - textWidth(left)));
}
