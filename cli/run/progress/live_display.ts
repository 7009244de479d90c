import type { CliContext } from "../../context.ts";
import { createStyle } from "../../format/style.ts";
import type { Display } from "./display.ts";
import { formatLiveLines } from "./live_lines.ts";
import { formatNodeLine, type LineOptions } from "./node_line.ts";
import type { RunView } from "./run_view.ts";

const FRAME = 100; // milliseconds
const MANY_NODES = 300; // too many to draw each one that begins
const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
// A terminal that knows these shows everything between them at once, so nothing flickers; others ignore them.
const BEGIN_UPDATE = "\x1b[?2026h";
const END_UPDATE = "\x1b[?2026l";
const CLEAR_TO_END = "\x1b[J";

/** Redraws a few lines at the bottom of a terminal; finished nodes scroll away above them. */
export function createLiveDisplay(
  context: CliContext,
  view: () => RunView,
  header: (width: number) => string,
): Display {
  const { stderr } = context;
  const style = createStyle(stderr.isColoured);
  let above: string[] = []; // lines to be left standing by the next frame
  let drawn = 0; // lines of the last frame
  let lastFrame = 0;
  let isOpen = true;

  const options = (): LineOptions & { rows: number } => {
    const { columns, rows } = stderr.size() ?? { columns: 80, rows: 24 };
    return { style, width: columns - 1, rows, now: context.now() };
  };
  const erase = () => drawn === 0 ? "" : `\x1b[${drawn}F${CLEAR_TO_END}`;
  const draw = (lines: readonly string[]) => {
    const text = [...above, ...lines].map((line) => `${line}\n`).join("");
    stderr.write(`${BEGIN_UPDATE}${HIDE_CURSOR}${erase()}${text}${END_UPDATE}`);
    above = [];
    drawn = lines.length;
    lastFrame = context.now();
  };
  const frame = () => {
    if (view().runName !== undefined) draw(formatLiveLines(view(), options()));
  };
  const restore = () => stderr.write(SHOW_CURSOR);

  const stops = [
    context.every(FRAME, frame),
    // Lines that were wrapped by the new width cannot be found again: leave them and start below.
    context.onResize(() => {
      drawn = 0;
      stderr.write(`\r${CLEAR_TO_END}`);
      frame();
    }),
    context.onExit(restore),
  ];
  return {
    update(event) {
      if (event.kind === "run_started") above.push(header(options().width));
      if (event.kind === "node_ended") above.push(formatNodeLine(event.node, view(), options()));
      // A function that computes for minutes lets no timer through, so show that it begins and what it logs by itself.
      const isFirst = event.kind === "node_started" && view().nodes.size <= MANY_NODES;
      if (isFirst || context.now() - lastFrame >= FRAME) frame();
    },
    write(text, stream) {
      if (!isOpen) return context[stream].write(text);
      const isDue = context.now() - lastFrame >= FRAME;
      if (drawn > 0 || above.length > 0) draw([]);
      context[stream].write(text);
      if (isDue) frame();
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      for (const stop of stops) stop();
      if (lastFrame === 0) return; // nothing drawn, so nothing to undo
      draw([]);
      restore();
    },
  };
}
