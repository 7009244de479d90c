import type { CatalogEntry } from "../../lib/catalog/entry.ts";
import { indexEntries } from "../../lib/catalog/entry_index.ts";
import { findCredentials } from "../../lib/catalog/find_credentials.ts";
import { describeIssues } from "../../lib/core/issue.ts";
import { hideLeaves, revealLeaves } from "../../lib/core/secret_tree.ts";

interface PatternsInput {
  readonly catalog: Readonly<Record<string, CatalogEntry>>;
  readonly credentials?: Readonly<Record<string, unknown>>;
  readonly names: readonly string[];
}

/** Run one case of patterns.json. */
export function run(input: unknown): unknown {
  const { catalog, credentials = {}, names } = input as PatternsInput;
  const { index, issues } = indexEntries(catalog);
  if (issues.length > 0) throw new Error(describeIssues("Cannot make the catalog", issues));
  const resolve = (name: string): unknown => {
    const found = index.find(name);
    if (found === undefined) return null;
    const { credentials: given, ...entry } = found.entry as Readonly<Record<string, unknown>>;
    const meant = findCredentials([name], given, hideLeaves(credentials));
    if ("issues" in meant) return { error: describeIssues("Cannot resolve", meant.issues) };
    const opened = meant.value && { credentials: revealLeaves(meant.value) };
    return { pattern: found.pattern ?? null, entry: { ...entry, ...opened } };
  };
  return {
    // What a run makes of names that nothing defines stands in Kedro's list as a pattern, too.
    ranking: [...index.patterns, "{default}"],
    resolved: Object.fromEntries(names.map((name) => [name, resolve(name)])),
  };
}
