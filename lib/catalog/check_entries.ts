import type { Issue } from "../core/issue.ts";
import { placeIssue, type PlaceOf } from "../core/located.ts";
import type { Parsed } from "../datasets/dataset_type.ts";
import { isDataset } from "./entry.ts";
import type { EntryIndex } from "./entry_index.ts";
import { findPlaceholders } from "./fill_placeholders.ts";
import { UNSUPPORTED_TYPE } from "./find_type.ts";
import { type EntryContext, type ParsedEntry, parseEntry } from "./parse_entry.ts";

/** What {@linkcode checkEntries} found. */
export interface CheckedEntries {
  /** Entries by name; those that only the user of a name should hear of have issues. */
  readonly parsed: ReadonlyMap<string, Parsed<ParsedEntry>>;
  /** Everything that keeps a catalog from being used. */
  readonly issues: readonly Issue[];
}

/** Check all entries, and of patterns what does not hang on the name that they are for. */
export function checkEntries(index: EntryIndex, context: EntryContext): CheckedEntries {
  const parsed = new Map<string, Parsed<ParsedEntry>>();
  const issues: Issue[] = [];
  for (const name of index.names) {
    const entry = index.written(name);
    if (isDataset(entry)) continue;
    const result = parseEntry([name], entry, context);
    parsed.set(name, result);
    if ("issues" in result) issues.push(...result.issues.filter(isForAll));
  }
  for (const pattern of index.patterns) {
    const entry = index.written(pattern);
    const result = parseEntry([pattern], entry, context);
    if ("issues" in result) issues.push(...result.issues.filter((issue) => isOfPattern(issue, entry)));
  }
  return { parsed, issues };
}

/** What is wrong with a pattern whatever name it is for, the credentials that it names included. */
export function checkPattern(
  pattern: string,
  index: EntryIndex,
  { context, placeOf }: { readonly context: EntryContext; readonly placeOf: PlaceOf | undefined },
): readonly Issue[] {
  const entry = index.written(pattern);
  const result = parseEntry([pattern], entry, context);
  const issues = "issues" in result ? result.issues : [];
  return issues.filter((issue) => isKnownToBeWrong(issue, entry)).map((issue) => placeIssue(issue, placeOf));
}

// A known type of Kedro that has no equivalent hinders only those who use it.
function isForAll({ code }: Issue): boolean {
  return code !== UNSUPPORTED_TYPE;
}

// Credentials of patterns are looked up for the names that are used.
function isOfPattern(issue: Issue, entry: unknown): boolean {
  return isForAll(issue) && issue.code !== "catalog.unknown_credentials" && isKnownToBeWrong(issue, entry);
}

// What holds a placeholder is not known yet.
function isKnownToBeWrong(issue: Issue, entry: unknown): boolean {
  const value = valueAt(entry, issue.path?.slice(1) ?? []);
  return issue.about === "key" || findPlaceholders(value).length === 0;
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? (inner as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );
}
