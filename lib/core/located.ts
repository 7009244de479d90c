import type { Issue, SourcePlace } from "./issue.ts";

/**
 * Where the value at a path was written, or its key. Where the path leads nowhere, the nearest key above it that is there:
 * a message about something missing then points at what it is missing from. `undefined` when none was written in a file.
 */
export type PlaceOf = (path: readonly (string | number)[], part?: "key" | "value") => SourcePlace | undefined;

/** Data from files, of which every value knows where it was written. */
export interface Located<T> {
  /** The values. */
  readonly data: T;
  /** Where each of them was written. */
  readonly placeOf: PlaceOf;
}

/** An issue with the place of what it is about, found by its path. */
export function placeIssue(issue: Issue, placeOf: PlaceOf | undefined): Issue {
  return { ...issue, place: placeOf?.(issue.path ?? [], issue.about) };
}
