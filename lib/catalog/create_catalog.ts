import { SYSTEM_CLOCK } from "../core/clock.ts";
import { parseConfigObject } from "../core/config_value.ts";
import { CatalogError } from "../core/errors.ts";
import { describeProblems, inFileOrder, type Issue } from "../core/issue.ts";
import { placeIssue } from "../core/located.ts";
import { suggest } from "../core/suggest.ts";
import { hideLeaves } from "../core/secret_tree.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { DatasetType } from "../datasets/dataset_type.ts";
import { BUILTIN_TYPES } from "../datasets/types.ts";
import type { Catalog } from "./catalog.ts";
import type { CatalogOptions } from "./catalog_options.ts";
import { isDataset } from "./entry.ts";
import { LazyCatalog } from "./lazy_catalog.ts";
import { isParameterName } from "./parameters.ts";
import { type EntryContext, type ParsedEntry, parseEntry } from "./parse_entry.ts";
import { pathResolver } from "./resolve_path.ts";
import { formatVersion } from "./version.ts";

/**
 * Make a catalog of entries as in `catalog.yml`, of datasets, or of both. Entries are checked here, all of them; a
 * dataset is built when it is first asked for.
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
  const { parameters = {}, credentials = {}, types = BUILTIN_TYPES, root = ".", places = {} } = options;
  const context: EntryContext = { types: indexTypes(types), credentials: hideLeaves(credentials) };
  const { parsed, issues } = parseEntries(options, context);
  const params = parseConfigObject(parameters, "parameters");
  if ("issues" in params) issues.push(...params.issues);
  issues.push(...checkLoadVersions(options));
  if (issues.length > 0 || "issues" in params) {
    const sorted = inFileOrder(issues);
    throw new CatalogError(describeProblems("catalog", sorted), { issues: sorted });
  }
  return new LazyCatalog(parsed, {
    context,
    parameters: params.value,
    placeOf: places.entries,
    placeOfParameter: places.parameters,
    resolve: options.resolve ?? pathResolver(root),
    saveVersion: options.saveVersion ?? formatVersion(SYSTEM_CLOCK.now()),
    loadVersions: options.loadVersions ?? {},
  });
}

interface ParsedEntries {
  readonly parsed: ReadonlyMap<string, ParsedEntry | Dataset>;
  readonly issues: Issue[];
}

function parseEntries({ entries = {}, places }: CatalogOptions, context: EntryContext): ParsedEntries {
  const parsed = new Map<string, ParsedEntry | Dataset>();
  const issues: Issue[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    const result = checkName(name) ??
      (isDataset(entry) ? { value: entry } : parseEntry(name, entry, context));
    if ("value" in result) parsed.set(name, result.value);
    else issues.push(...result.issues.map((issue) => placeIssue(issue, places?.entries)));
  }
  return { parsed, issues };
}

function indexTypes(types: readonly DatasetType[]): ReadonlyMap<string, DatasetType> {
  return new Map(
    types.flatMap((type) => [type.type, ...type.aliases ?? []].map((name) => [name, type] as const)),
  );
}

function checkLoadVersions({ entries = {}, loadVersions = {} }: CatalogOptions): readonly Issue[] {
  return Object.keys(loadVersions).filter((name) => !Object.hasOwn(entries, name)).map((name) => ({
    code: "catalog.load_version",
    message: `A version to load is given for "${name}", which is not in the catalog`,
    suggestion: suggest(name, Object.keys(entries)),
  }));
}

// Names that Kedro gives a meaning.
function checkName(name: string): { readonly issues: readonly Issue[] } | undefined {
  const problem = isParameterName(name)
    ? "names that mean parameters cannot be given to datasets"
    : name.includes("{")
    ? "patterns are not supported yet"
    : undefined;
  if (problem === undefined) return undefined;
  return {
    issues: [{
      code: "catalog.name",
      message: `${name} cannot be a dataset: ${problem}`,
      path: [name],
      about: "key",
    }],
  };
}
