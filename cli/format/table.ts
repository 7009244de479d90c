import { padEnd, padStart, truncateMiddle } from "./text.ts";
import { textWidth } from "./text_width.ts";
import type { Style } from "./style.ts";

/** A column of a table. */
export interface Column {
  /** What stands in its head. */
  readonly head: string;
  /** Words stand left, numbers right. @default {"left"} */
  readonly align?: "left" | "right" | undefined;
  /** Longer cells are cut in the middle. @default {40} */
  readonly maxWidth?: number | undefined;
}

/** A cell: its text, and how to colour it. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

/** How to draw a table. */
export interface TableOptions {
  /** Colours. */
  readonly style: Style;
  /** Columns of the terminal; columns that do not fit are left out, from the end. @default {as wide as needed} */
  readonly width?: number | undefined;
  /** Keep all columns where they do not fit, and cut the longest cells instead. @default {false} */
  readonly keepsColumns?: boolean | undefined;
}

const INDENT = "  ";
const GAP = "  ";

/** Lines of a table: a head, a rule under it, rows. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions,
): string[] {
  const { style, width, keepsColumns = false } = options;
  const natural = columnWidths(columns, rows);
  const widths = keepsColumns ? shrink(natural, width) : natural;
  const count = keepsColumns ? columns.length : fittingColumns(columns, rows, width);
  const shown = columns.slice(0, count);
  const line = (cells: readonly Cell[]) =>
    INDENT +
    shown.map((column, index) => drawCell(cells[index], column, widths[index] ?? 0)).join(GAP).trimEnd();
  const total = widths.slice(0, count).reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  return [
    style.dim(line(columns.map((column) => column.head))),
    style.dim(INDENT + "─".repeat(Math.max(0, total))),
    ...rows.map(line),
  ];
}

/** How many columns fit into a width; the first one always does. */
export function fittingColumns(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number = Infinity,
): number {
  let total = INDENT.length;
  const tooWide = columnWidths(columns, rows).findIndex((each, index) => {
    total += each + (index > 0 ? GAP.length : 0);
    return index > 0 && total > width;
  });
  return tooWide < 0 ? columns.length : tooWide;
}

// The widest columns give way first, down to where a cut word still says something.
const NARROWEST = 8;

function shrink(widths: readonly number[], width: number = Infinity): number[] {
  const gaps = INDENT.length + GAP.length * (widths.length - 1);
  const total = (limit: number): number => widths.reduce((sum, each) => sum + Math.min(each, limit), gaps);
  let limit = Math.max(...widths);
  while (limit > NARROWEST && total(limit) > width) limit--;
  return widths.map((each) => Math.min(each, limit));
}

function columnWidths(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number[] {
  return columns.map(({ head, maxWidth = 40 }, index) => {
    const widest = rows.reduce(
      (most, row) => Math.max(most, textWidth(cellText(row[index]))),
      textWidth(head),
    );
    return Math.min(widest, maxWidth);
  });
}

function drawCell(cell: Cell | undefined, column: Column, width: number): string {
  const text = truncateMiddle(cellText(cell), width);
  const padded = column.align === "right" ? padStart(text, width) : padEnd(text, width);
  return typeof cell === "object" ? padded.replace(text, () => cell.paint(text)) : padded;
}

function cellText(cell: Cell | undefined): string {
  return typeof cell === "object" ? cell.text : cell ?? "";
}
