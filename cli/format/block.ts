import type { Style } from "./style.ts";
import { padEnd } from "./text.ts";
import { textWidth } from "./text_width.ts";

/** A line of facts under a heading: what they are, and the facts. */
export interface Fact {
  /** One or two words. */
  readonly label: string;
  /** The facts, or one text. */
  readonly items: readonly string[];
  /** What stands between them; a line break puts each on a line. @default {" · "} */
  readonly separator?: string | undefined;
  /** More than these are counted. @default {12} */
  readonly limit?: number | undefined;
}

const LABEL_WIDTH = 10;
const INDENT = "  ";

/** Facts as lines, wrapped between items: `  params    model.trees 100 · min_mass 2700`. Facts without items are left out. */
export function formatFacts(
  facts: readonly Fact[],
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  return facts.filter(({ items }) => items.length > 0).flatMap(
    ({ label, items, separator = " · ", limit = 12 }) => {
      const shown = items.length > limit
        ? [...items.slice(0, limit - 1), `${items.length - limit + 1} more`]
        : items;
      return wrapItems(shown, separator, width - LABEL_WIDTH - INDENT.length).map((line, index) =>
        INDENT + (index === 0 ? style.dim(padEnd(label, LABEL_WIDTH)) : " ".repeat(LABEL_WIDTH)) + line
      );
    },
  );
}

/** Two texts at both ends of a line; the right one is left out of the line when there is no room. */
export function formatEnds(left: string, right: string, width: number): string {
  const gap = Math.min(width, 100) - textWidth(left) - textWidth(right);
  return gap >= 2 ? `${left}${" ".repeat(gap)}${right}` : `${left} · ${right}`;
}

function wrapItems(items: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  if (separator === "\n") return [...items];
  for (const item of items) {
    const last = lines.at(-1);
    const joined = `${last}${separator}${item}`;
    if (last !== undefined && textWidth(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(item);
  }
  return lines;
}
