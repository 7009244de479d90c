import type { ConfigObject } from "./config_value.ts";
import type { Issue, SourcePlace } from "./issue.ts";
import { isPlainObject } from "./json.ts";

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

/**
 * Data without the values that issues are about, so that what else is wrong can be told together with them. Of a list that
 * holds one, the whole list is left out.
 */
export function withoutIssues(
  { data, placeOf }: Located<ConfigObject>,
  issues: readonly Issue[],
): Located<ConfigObject> {
  const copy: Record<string, unknown> = structuredClone(data);
  for (const { path = [] } of issues) drop(copy, path);
  return { data: copy as ConfigObject, placeOf };
}

function drop(map: Record<string, unknown>, [key, ...below]: readonly (string | number)[]): void {
  if (key === undefined) return;
  const inner = map[key];
  if (below.length > 0 && isPlainObject(inner)) drop(inner as Record<string, unknown>, below);
  else delete map[key];
}
