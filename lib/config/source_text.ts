import type { SourcePlace } from "../core/issue.ts";

/** Text that configuration was read from. */
export interface SourceText {
  /** Path as a user would write it. */
  readonly file: string;
  /** All of it. */
  readonly text: string;
  /** The place of the characters from `start` up to `end`. */
  placeOf(start: number, end?: number): SourcePlace;
}

/** How to show a text in messages. */
export interface SourceTextOptions {
  /** Never show a line of it, as it may hold credentials. @default {false} */
  readonly isSecret?: boolean | undefined;
}

// A longer line does not help anybody.
const MAX_SHOWN = 400;

// A catalog may hold them in an entry, instead of naming them, or in a URL.
const INLINE_CREDENTIALS = /credentials["']?\s*:\s*\{|:\/\/[^\s/?#]*@/;

/** A text whose offsets can be turned into lines and columns. */
export function sourceText(file: string, text: string, options: SourceTextOptions = {}): SourceText {
  const { isSecret = false } = options;
  let starts: readonly number[] | undefined;
  return {
    file,
    text,
    placeOf: (start, end = start) => {
      starts ??= lineStarts(text);
      const line = lineAt(starts, start);
      const lineStart = starts[line] ?? 0;
      const content = text.slice(lineStart, starts[line + 1] ?? text.length).replace(/[\r\n]+$/, "");
      const column = start - lineStart;
      const length = Math.max(1, Math.min(end - start, content.length - column));
      const place = { file, line: line + 1, column: column + 1, length };
      const isHidden = isSecret || content.length > MAX_SHOWN || INLINE_CREDENTIALS.test(content);
      return isHidden ? place : { ...place, text: content };
    },
  };
}

/** Stands in for a text where values come from no file, such as the command line. */
export function namedSource(name: string): SourceText {
  return { file: name, text: "", placeOf: () => ({ file: name }) };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + lineBreak.length);
  return starts;
}

// The last line that starts at or before the offset.
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
