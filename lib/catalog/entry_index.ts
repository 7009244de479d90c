import { describePath, describeValue, listWords } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { isPlainObject } from "../core/json.ts";
import { suggest } from "../core/suggest.ts";
import { type CatalogEntry, isDataset } from "./entry.ts";
import { fillPlaceholders, findPlaceholders } from "./fill_placeholders.ts";
import { isParameterName } from "./parameters.ts";
import { comparePatterns, isPattern, parsePattern, type Pattern } from "./pattern.ts";

/** The entry that a name has. */
export interface FoundEntry {
  /** The pattern that it comes from, if it has none of its own. */
  readonly pattern: string | undefined;
  /** The entry, with placeholders filled in. */
  readonly entry: CatalogEntry;
}

/** Entries by name, and those that patterns make. */
export interface EntryIndex {
  /** Names with an entry of their own, in the order written. */
  readonly names: readonly string[];
  /** Patterns, the most specific first, the catch-all last. */
  readonly patterns: readonly string[];
  /** The entry of a name; of its own before one that a pattern makes. No pattern makes parameters. */
  find(name: string): FoundEntry | undefined;
  /** What is written under a name or a pattern. */
  written(key: string): CatalogEntry | undefined;
  /** Whether a name has an entry of its own, or fits a pattern other than the catch-all. */
  isSpecific(name: string): boolean;
}

/** Index entries by name and by pattern, and say what is wrong with their names. */
export function indexEntries(
  entries: Readonly<Record<string, CatalogEntry>>,
): { readonly index: EntryIndex; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const own = new Map<string, CatalogEntry>();
  const patterns: Pattern[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    const problem = isParameterName(name) ? PARAMETER_NAME : undefined;
    if (problem !== undefined) issues.push(nameIssue(name, problem));
    else if (!isDataset(entry) && !isPlainObject(entry)) issues.push(notAMap(name, entry));
    else if (!isPattern(name)) own.set(name, entry);
    else {
      const parsed = readPattern(name, entry);
      issues.push(...parsed.issues);
      if (parsed.pattern !== undefined) patterns.push(parsed.pattern);
    }
  }
  patterns.sort(comparePatterns);
  issues.push(...checkCatchAlls(patterns));
  return { index: makeIndex(own, patterns, entries), issues };
}

const PARAMETER_NAME = "names that mean parameters cannot be given to datasets";

function makeIndex(
  own: ReadonlyMap<string, CatalogEntry>,
  patterns: readonly Pattern[],
  entries: Readonly<Record<string, CatalogEntry>>,
): EntryIndex {
  const made = new Map<string, FoundEntry | undefined>();
  const make = (name: string): FoundEntry | undefined => {
    for (const { text, match } of patterns) {
      const values = match(name);
      if (values === undefined) continue;
      // A map with its texts changed is a map.
      return { pattern: text, entry: fillPlaceholders(entries[text], values) as CatalogEntry };
    }
    return undefined;
  };
  return {
    names: [...own.keys()],
    patterns: patterns.map(({ text }) => text),
    find(name: string): FoundEntry | undefined {
      const entry = own.get(name);
      if (entry !== undefined) return { pattern: undefined, entry };
      if (patterns.length === 0 || isParameterName(name)) return undefined;
      if (!made.has(name)) made.set(name, make(name));
      return made.get(name);
    },
    written: (key) => Object.hasOwn(entries, key) ? entries[key] : undefined,
    isSpecific: (name) =>
      own.has(name) || patterns.some(({ literals, match }) => literals > 0 && match(name) !== undefined),
  };
}

interface ReadPattern {
  readonly pattern?: Pattern;
  readonly issues: readonly Issue[];
}

function readPattern(name: string, entry: CatalogEntry): ReadPattern {
  const parsed = parsePattern(name);
  if ("problem" in parsed) return { issues: [nameIssue(name, parsed.problem)] };
  if (isDataset(entry)) return { issues: [nameIssue(name, "a pattern needs an entry, not a dataset")] };
  const { placeholders } = parsed.value;
  const strangers = findPlaceholders(entry).filter((use) => !placeholders.includes(use.name));
  const issues = strangers.map(({ name: stranger, path }): Issue => ({
    code: "catalog.unknown_placeholder",
    message: `${describePath([name, ...path])} has the placeholder {${stranger}}, which "${name}" has not; ` +
      "write {{ and }} for braces themselves",
    path: [name, ...path],
    suggestion: suggest(stranger, placeholders),
  }));
  return { pattern: parsed.value, issues };
}

function checkCatchAlls(patterns: readonly Pattern[]): readonly Issue[] {
  const names = patterns.filter(({ literals }) => literals === 0).map(({ text }) => text);
  if (names.length < 2) return [];
  const all = listWords(names.map((name) => `"${name}"`), "and");
  return names.slice(1).map((name) => ({
    code: "catalog.two_catch_alls",
    message: `${name} takes every name, and one pattern at most may: found ${all}`,
    path: [name],
    about: "key",
  }));
}

function notAMap(name: string, entry: unknown): Issue {
  const message = `${name} must be a map with a type: it is ${describeValue(entry)}`;
  return { code: "catalog.not_a_map", message, path: [name] };
}

function nameIssue(name: string, problem: string): Issue {
  const message = `${name} cannot be ${isPattern(name) ? "a pattern" : "a dataset"}: ${problem}`;
  return { code: "catalog.name", message, path: [name], about: "key" };
}
