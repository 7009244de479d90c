import { characters, textWidth } from "./text_width.ts";

// deno-lint-ignore no-control-regex -- these are the characters to keep away from a terminal
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A text on one line and without control characters, so that a name cannot move the cursor or change colours. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (char) => {
    const escaped = JSON.stringify(char).slice(1, -1);
    return escaped === char ? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}` : escaped;
  });
}

/** Fill up with spaces to a width. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** Fill up with spaces in front to a width. */
export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - textWidth(text))) + text;
}

/** Cut at the end to at most `width` columns: `penguins_wi…`. The text has no colours. */
export function truncateEnd(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  return width < 1 ? "" : `${take(characters(text), width - 1).join("")}…`;
}

/** Cut in the middle, where long names differ least: `model_tra…_v2`. The text has no colours. */
export function truncateMiddle(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width < 3) return truncateEnd(text, width);
  const all = characters(text);
  const end = take(all.toReversed(), Math.floor((width - 1) / 2)).reverse().join("");
  return `${take(all, width - 1 - textWidth(end)).join("")}…${end}`;
}

function take(all: readonly string[], width: number): string[] {
  let columns = 0;
  const end = all.findIndex((character) => (columns += textWidth(character)) > width);
  return end < 0 ? [...all] : all.slice(0, end);
}
