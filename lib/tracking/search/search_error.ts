import type { TrackingError } from "../../core/errors.ts";
import { invalid } from "../limits.ts";

/** A text that somebody wrote to search with. */
export interface SearchText {
  /** What it is for, in messages: `runs`. */
  readonly things: string;
  /** The text. */
  readonly text: string;
}

/** A part of it. */
export interface Span {
  /** Where it begins. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
}

/** What is wrong in a filter or an order, with the text and a mark under the part that is meant. */
export function searchError({ things, text }: SearchText, span: Span, problem: string): TrackingError {
  const first = Math.max(0, span.start - 40);
  const line = text.slice(first, first + 100).replaceAll(/\s/g, " ");
  const width = Math.max(1, Math.min(span.end, first + 100) - span.start);
  const mark = `${" ".repeat(span.start - first)}${"^".repeat(width)}`;
  return invalid(`Cannot search ${things}: ${problem} (position ${span.start + 1})\n  ${line}\n  ${mark}`);
}
