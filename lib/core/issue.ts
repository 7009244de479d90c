/** Where in a file something stands. Lines and columns count from 1. */
export interface SourcePlace {
  /** Path as the user would write it, relative to the project where possible. */
  readonly file: string;
  /** Line, from 1. */
  readonly line?: number | undefined;
  /** Column, from 1. */
  readonly column?: number | undefined;
  /** How many characters from there are meant, on this line. */
  readonly length?: number | undefined;
  /** Text of the line, for showing it; absent where the file may hold credentials. */
  readonly text?: string | undefined;
}

/** One problem found in something a user wrote. Data first: the sentence is made once, at the end. */
export interface Issue {
  /** Stable, dotted, for programs: `catalog.unknown_type`. */
  readonly code: string;
  /** Sentence without a final period: what was wanted and what was found. */
  readonly message: string;
  /** Keys from the top of the document to the value. */
  readonly path?: readonly (string | number)[] | undefined;
  /** Whether the last key of `path` is wrong, or the value under it. @default {"value"} */
  readonly about?: "key" | "value" | undefined;
  /** Where it stands, when it came from a file. */
  readonly place?: SourcePlace | undefined;
  /** What to write instead, when there is a good guess. */
  readonly suggestion?: string | undefined;
}

/** Where an issue stands, as `conf/base/catalog.yml:12:9`; empty without a file. */
export function describePlace(place: SourcePlace | undefined): string {
  if (place === undefined) return "";
  const { file, line, column } = place;
  if (line === undefined) return file;
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}

/** The place that `conf/base/catalog.yml:12` names. */
export function parsePlace(text: string): SourcePlace {
  const [, file = text, line] = /^(.+):(\d+)$/.exec(text) ?? [];
  return line === undefined ? { file } : { file, line: Number(line) };
}

/** An issue as one line: place, sentence, suggestion. */
export function describeIssue(issue: Issue): string {
  const place = describePlace(issue.place);
  const hint = issue.suggestion === undefined ? "" : `. Did you mean "${issue.suggestion}"?`;
  return `${place === "" ? "" : `${place}  `}${issue.message}${hint}`;
}

// More would bury the message; `issues` of the error has them all.
const MAX_LISTED = 50;

/** A heading and its issues, one a line, as the message of an error. */
export function describeIssues(heading: string, issues: readonly Issue[]): string {
  if (issues.length === 0) return heading;
  const lines = issues.slice(0, MAX_LISTED).map((issue) => `  ${describeIssue(issue)}`);
  const rest = issues.length > MAX_LISTED ? [`  and ${issues.length - MAX_LISTED} more`] : [];
  return `${heading}:\n${[...lines, ...rest].join("\n")}`;
}

/** Issues under a counting heading: `3 problems in the configuration`. */
export function describeProblems(where: string, issues: readonly Issue[]): string {
  return describeIssues(`${issues.length} problem${issues.length === 1 ? "" : "s"} in the ${where}`, issues);
}

/** Issues file by file, files in the order they first come up, and inside a file from top to bottom. */
export function inFileOrder(issues: readonly Issue[]): readonly Issue[] {
  const files = [...new Set(issues.map(({ place }) => place?.file))];
  const rank = ({ place }: Issue): readonly number[] => [
    files.indexOf(place?.file),
    place?.line ?? 0,
    place?.column ?? 0,
  ];
  return [...issues].sort((a, b) => {
    const [ranksA, ranksB] = [rank(a), rank(b)];
    return ranksA.map((value, index) => value - (ranksB[index] ?? 0)).find((difference) =>
      difference !== 0
    ) ?? 0;
  });
}
