import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogEntry } from "../catalog/entry.ts";
import type { Issue } from "../core/issue.ts";
import { collectIssues } from "../core/collect_issues.ts";

/** What stands for entries that are wrong, where a catalog is looked at all the same. */
export class StandIns {
  readonly #names = new Set<string>();
  // Nothing can stand under a name that is wrong itself.
  readonly #misnamed = new Set<string>();

  /** The entries, with others in place of those that are wrong. */
  replace(entries: Readonly<Record<string, CatalogEntry>>): Readonly<Record<string, CatalogEntry>> {
    if (this.#names.size === 0) return entries;
    const shown = Object.entries(entries).filter(([name]) => !this.#misnamed.has(name));
    return Object.fromEntries(
      shown.map(([name, entry]) => [name, this.#names.has(name) ? { type: "memory", data: null } : entry]),
    );
  }

  /** Find what is wrong and give it, by making a catalog of what {@linkcode replace} gives until that works. */
  find(make: () => Catalog): readonly Issue[] {
    const found: Issue[] = [];
    // Each round finds a name at least, or is the last.
    for (;;) {
      const issues = collectIssues(make).filter(({ path }) => !this.#names.has(String(path?.[0])));
      if (issues.length === 0) return found;
      found.push(...issues);
      for (const { path, code } of issues) {
        this.#names.add(String(path?.[0]));
        if (NAME_PROBLEMS.has(code)) this.#misnamed.add(String(path?.[0]));
      }
    }
  }
}

const NAME_PROBLEMS: ReadonlySet<string> = new Set(["catalog.name", "catalog.two_catch_alls"]);
