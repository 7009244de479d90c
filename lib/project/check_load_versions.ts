import type { Catalog } from "../catalog/catalog.ts";
import { isModulePath } from "../catalog/find_type.ts";
import { listSome } from "../core/describe_value.ts";
import { CatalogError } from "../core/errors.ts";
import { describeIssues, type Issue } from "../core/issue.ts";
import { mapPool } from "../core/pool.ts";
import { suggest } from "../core/suggest.ts";
import { hasVersions } from "../datasets/versioned_dataset.ts";
import type { CatalogVersions } from "./project.ts";

/**
 * Refuse versions to load of datasets that keep none, and those that do not exist, whether or not a node would read them.
 *
 * @throws {CatalogError} With the versions that there are.
 */
export async function assertLoadVersions(catalog: Catalog, versions: CatalogVersions): Promise<void> {
  const issues = await missingVersions(catalog, versions);
  if (issues.length === 0) return;
  throw new CatalogError(describeIssues("Cannot load the versions that were asked for", issues), { issues });
}

/** The versions to load that nothing can load, a problem each. */
export async function missingVersions(
  catalog: Catalog,
  { loadVersions = {}, loadVersionsAt: place }: CatalogVersions,
): Promise<readonly Issue[]> {
  // What is wrong with an entry is told elsewhere.
  const names = Object.keys(loadVersions).filter((name) => catalog.check([name]).length === 0);
  const issues = await mapPool(names, 16, async (name): Promise<Issue[]> => {
    const dataset = catalog.get(name);
    const version = loadVersions[name] ?? "";
    if (dataset === undefined || !hasVersions(dataset)) {
      if (mayHaveVersions(name, catalog)) return [];
      const message =
        `A version to load is given for "${name}", which keeps no versions: its entry must say ` +
        "versioned: true";
      return [{ code: "catalog.load_version", message, place }];
    }
    const known = await dataset.listVersions();
    if (known.includes(version)) return [];
    const there = known.length === 0 ? "it has none" : `there are ${listSome(known)}`;
    const message = `There is no version "${version}" of "${name}": ${there}`;
    return [{ code: "catalog.missing_version", message, place, suggestion: suggest(version, known) }];
  });
  return issues.flat();
}

// What a type of the project makes of versions, only it knows.
function mayHaveVersions(name: string, catalog: Catalog): boolean {
  const { type, versioned } = catalog.resolve(name)?.entry ?? {};
  return versioned === true || (typeof type === "string" && isModulePath(type));
}
