import { SYSTEM_CLOCK } from "../core/clock.ts";
import { parseConfigObject } from "../core/config_value.ts";
import { CatalogError } from "../core/errors.ts";
import { describeProblems, inFileOrder, type Issue } from "../core/issue.ts";
import { placeIssue } from "../core/located.ts";
import { callersSignal } from "../core/run_context.ts";
import { suggest } from "../core/suggest.ts";
import { hideLeaves } from "../core/secret_tree.ts";
import type { DatasetType } from "../datasets/dataset_type.ts";
import { BUILTIN_TYPES } from "../datasets/types.ts";
import type { Catalog } from "./catalog.ts";
import type { CatalogOptions } from "./catalog_options.ts";
import { checkEntries } from "./check_entries.ts";
import { type EntryIndex, indexEntries } from "./entry_index.ts";
import { LazyCatalog } from "./lazy_catalog.ts";
import type { EntryContext } from "./parse_entry.ts";
import { pathResolver } from "../stores/path_resolver.ts";
import { formatVersion } from "./version.ts";

/**
 * Make a catalog of entries as in `catalog.yml`, of datasets, or of both. An entry whose name has placeholders, as
 * `{table}_raw`, makes the datasets of all names that fit. Entries are checked here, all of them; a dataset is built when
 * it is first asked for.
 *
 * @throws {CatalogError} When entries are wrong, with every problem of every entry.
 *
 * @example A file and a value, from a script
 * ```ts
 * import assert from "node:assert/strict";
 * import { createCatalog, memoryDataset } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const root = await Deno.makeTempDir();
 * const catalog = createCatalog({
 *   root,
 *   entries: { scores: { type: "json", filepath: "data/scores.json" }, names: memoryDataset(["Ada"]) },
 *   parameters: { model: { trees: 10 } },
 * });
 *
 * await catalog.save("scores", { Ada: 3 });
 * assert.deepEqual(await catalog.load("scores"), { Ada: 3 });
 * assert.deepEqual(await catalog.load("names"), ["Ada"]);
 * assert.equal(await catalog.load("params:model.trees"), 10);
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export function createCatalog(options: CatalogOptions = {}): Catalog {
  const { validators = {} } = options;
  const { parameters = {}, credentials = {}, types = BUILTIN_TYPES, root = ".", places = {} } = options;
  const context: EntryContext = {
    types: indexTypes(types),
    credentials: hideLeaves(credentials),
    validators,
  };
  const { index, issues: nameIssues } = indexEntries(options.entries ?? {});
  const entries = checkEntries(index, context);
  const params = parseConfigObject(parameters, "parameters");
  const issues = [
    ...inEntryOrder([...nameIssues, ...entries.issues], options.entries ?? {})
      .map((issue) => placeIssue(issue, places.entries)),
    ..."issues" in params ? params.issues : [],
    ...checkLoadVersions(index, options),
  ];
  if (issues.length > 0 || "issues" in params) {
    const sorted = inFileOrder(issues);
    throw new CatalogError(describeProblems("catalog", sorted), { issues: sorted });
  }
  // A resolver that was given is closed by whoever gave it.
  // What looks at data for a run stops with it, while other runs of the same catalog go on.
  const own = pathResolver(root, { signal: callersSignal });
  return new LazyCatalog(index, entries.parsed, {
    context,
    close: () => own[Symbol.asyncDispose](),
    parameters: params.value,
    schemas: options.schemas ?? {},
    placeOf: places.entries,
    placeOfParameter: places.parameters,
    secrets: options.secrets ?? {},
    validation: options.validation ?? true,
    resolve: options.resolve ?? own,
    saveVersion: options.saveVersion ?? formatVersion(SYSTEM_CLOCK.now()),
    loadVersions: options.loadVersions ?? {},
  });
}

function inEntryOrder(issues: readonly Issue[], entries: Readonly<Record<string, unknown>>): Issue[] {
  const ranks = new Map(Object.keys(entries).map((name, rank) => [name, rank]));
  const rankOf = ({ path }: Issue): number => ranks.get(String(path?.[0])) ?? 0;
  return issues.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function indexTypes(types: readonly DatasetType[]): ReadonlyMap<string, DatasetType> {
  return new Map(
    types.flatMap((type) => [type.type, ...type.aliases ?? []].map((name) => [name, type] as const)),
  );
}

// As in Kedro, a name that nothing but the catch-all knows is taken for a mistake.
function checkLoadVersions(
  index: EntryIndex,
  { loadVersions = {}, places = {} }: CatalogOptions,
): readonly Issue[] {
  return Object.keys(loadVersions).filter((name) => !index.isSpecific(name)).map((name) => ({
    code: "catalog.load_version",
    message: `A version to load is given for "${name}", which is not in the catalog`,
    place: places.loadVersions,
    suggestion: suggest(name, index.names),
  }));
}
