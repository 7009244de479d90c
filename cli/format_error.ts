import type { Issue } from "../mod.ts";
import { issuesOf, isUserError } from "./error_report.ts";
import type { Style } from "./format/style.ts";
import { padEnd, printable } from "./format/text.ts";
import { textWidth } from "./format/text_width.ts";
import { wrap } from "./format/wrap.ts";
import { userFrames } from "./stack_frames.ts";
import { messageOf, stackOf } from "./thrown.ts";

/** How to draw an error. */
export interface FormatErrorOptions {
  /** Colours. */
  readonly style: Style;
  /** Folder of the project, when there is one. */
  readonly root: string | undefined;
  /** Columns of the terminal; without one, lines are as long as they are. */
  readonly width?: number | undefined;
}

/** Source lines are shown while there are few of them. */
const MAX_EXCERPTS = 12;

/** An error that its reader can do something about: what is wrong, where, and what was probably meant. */
export function formatUserError(error: Error, options: FormatErrorOptions): string[] {
  const { style, root } = options;
  const issues = issuesOf(error);
  const isList = error.message.includes("\n") || issues.some(({ place }) => place !== undefined);
  if (issues.length > 0 && isList) return formatIssues(error.message, issues, options);
  const [first = "", ...more] = error.message.split("\n");
  // What the user's code threw is the error itself, or the cause of one about loading it.
  const thrown = isUserError(error) ? error.name === "ConfigError" ? error.cause : undefined : error;
  return [
    `${style.red("✗")} ${printable(first)}`,
    ...more.map((line) => `  ${printable(line)}`),
    ...userFrames(thrown, { root }).map((frame) => style.dim(`    ${printable(frame)}`)),
  ];
}

/** An error that nobody foresaw. */
export function formatBug(error: unknown, { style }: FormatErrorOptions): string[] {
  const stack = stackOf(error) ?? messageOf(error);
  return [
    `${style.red("✗")} This is a bug in Kedge, not in what you did. Report it with the lines below`,
    ...stack.split("\n").map((line) => style.dim(`  ${line}`)),
  ];
}

function formatIssues(message: string, issues: readonly Issue[], options: FormatErrorOptions): string[] {
  const [only, ...others] = issues;
  const heading = message.split("\n")[0]?.replace(/:$/, "") ?? "";
  // Where neither a place nor the sentence says what it is about, the heading does.
  const isComplete = only?.place !== undefined || !NAMES_ONE.test(heading);
  if (only !== undefined && others.length === 0 && isComplete) return formatOnlyIssue(only, options);
  return formatIssueList(heading, issues, options);
}

// `Cannot make node "train"`.
const NAMES_ONE = /"[^"]+"$/;

/** How to draw issues. */
export type IssueListOptions = Pick<FormatErrorOptions, "style" | "width">;

/** Issues under a heading: place, sentence and what was likely meant, with the source line while there are few. */
export function formatIssueList(
  heading: string,
  issues: readonly Issue[],
  { style, width = Infinity }: IssueListOptions,
): string[] {
  const places = issues.map(({ place }) => printable(describePlace(place)));
  const column = Math.max(...places.map(textWidth));
  const showsSource = issues.length <= MAX_EXCERPTS;
  return [
    style.red(`✗ ${printable(heading)}`),
    ...issues.flatMap((issue, index) => [
      ...besides(column === 0 ? "" : `${padEnd(places[index] ?? "", column)}   `, describe(issue), {
        style,
        width: width - 2,
      }).map((line) => `  ${line}`),
      ...(showsSource ? formatExcerpt(issue, style) : []),
    ]),
  ];
}

function formatOnlyIssue(issue: Issue, { style, width = Infinity }: IssueListOptions): string[] {
  const place = printable(describePlace(issue.place));
  const text = describe(issue).replace(/^./, (letter) => place === "" ? letter.toUpperCase() : letter);
  const lines = besides(place === "" ? "" : `${place}   `, text, { style, width: width - 2 });
  return [
    ...lines.map((line, index) => `${index === 0 ? style.red("✗") : " "} ${line}`),
    ...formatExcerpt(issue, style),
  ];
}

// With less room beside the places, texts stand below them.
const LEAST_TEXT = 30;

function besides(
  place: string,
  text: string,
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  const indent = textWidth(place);
  if (indent > 0 && width - indent < LEAST_TEXT) {
    return [style.bold(place.trimEnd()), ...wrap(text, width - 2).map((line) => `  ${line}`)];
  }
  const [first = "", ...more] = wrap(text, width - indent);
  return [
    `${place === "" ? "" : style.bold(place)}${first}`,
    ...more.map((line) => `${" ".repeat(indent)}${line}`),
  ];
}

function describe({ message, suggestion }: Issue): string {
  return printable(message) + (suggestion === undefined ? "" : `. Did you mean "${printable(suggestion)}"?`);
}

function describePlace(place: Issue["place"]): string {
  return [place?.file, place?.line, place?.column].filter((part) => part !== undefined).join(":");
}

// The place brings its line along; it brings none from files of credentials.
function formatExcerpt({ place }: Issue, style: Style): string[] {
  if (place?.text === undefined || place.line === undefined || place.column === undefined) return [];
  const text = printable(place.text.replaceAll("\t", " "));
  const gutter = " ".repeat(String(place.line).length);
  const before = " ".repeat(textWidth(text.slice(0, place.column - 1)));
  const carets = "^".repeat(Math.max(1, Math.min(place.length ?? 1, place.text.length - place.column + 1)));
  return [
    style.dim(`      ${place.line} │ `) + text,
    style.dim(`      ${gutter} │ `) + before + style.yellow(carets),
  ];
}
