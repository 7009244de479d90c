import { formatNoun } from "../../format/count.ts";
import { formatDuration } from "../../format/duration.ts";
import { formatNodeLine, type LineOptions } from "./node_line.ts";
import type { RunView } from "./run_view.ts";

/** What stands below the finished nodes: those that run, those that wait, as many as fit, and a bar. */
export function formatLiveLines(view: RunView, options: LineOptions & { readonly rows: number }): string[] {
  const { style, rows } = options;
  const nodes = [...view.nodes.values()];
  const open = [
    ...nodes.filter((node) => node.state === "running"),
    ...nodes.filter((node) => node.state === "waiting"),
  ];
  const room = Math.max(1, Math.min(10, rows - 4));
  const shown = open.length > room ? open.slice(0, room - 1) : open;
  const hidden = open.length - shown.length;
  return [
    ...shown.map((node) => formatNodeLine(node, view, options)),
    ...(hidden > 0 ? [style.dim(`    … and ${hidden} more`)] : []),
    formatBar(view, options),
  ];
}

function formatBar(view: RunView, { style, width, now }: LineOptions): string {
  const total = view.nodes.size;
  const text = `${view.done} of ${formatNoun(total, "node")} · ${formatDuration(now - view.started)}`;
  const length = Math.min(40, width - text.length - 5);
  if (length < 5 || total === 0) return `  ${text}`;
  const filled = Math.floor((view.done / total) * length);
  const head = filled < length && filled > 0 ? "╸" : "";
  const bar = style.green("━".repeat(filled - head.length) + head) + style.dim("━".repeat(length - filled));
  return `  ${bar}  ${text}`;
}
