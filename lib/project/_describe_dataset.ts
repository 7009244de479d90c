import type { Catalog, ResolvedEntry } from "../catalog/catalog.ts";
import { isParameterName, parameterNames } from "../catalog/parameters.ts";
import { CatalogError, DatasetError, StoreError } from "../core/errors.ts";
import { describeIssue, type Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import type { Preview, PreviewOptions } from "../datasets/preview.ts";
import { hasVersions } from "../datasets/versioned_dataset.ts";
import { assertLoadVersions } from "./check_load_versions.ts";
import { chosenPipelines, datasetUses } from "./_dataset_uses.ts";
import { datasetFacts } from "./_list_datasets.ts";
import type { DatasetDetails, InspectOptions } from "./inspect_catalog.ts";
import type { Project } from "./project.ts";

/** All that is known of a dataset without loading it. */
export async function describeDataset(
  project: Project,
  name: string,
  { pipelines, loadVersions, loadVersionsAt }: InspectOptions,
): Promise<DatasetDetails> {
  await using catalog = project.catalog({ loadVersions, loadVersionsAt });
  const uses = datasetUses(chosenPipelines(project, pipelines));
  if (!catalog.has(name) && !uses.has(name)) throw unknown(name, catalog, [...uses.keys()]);
  const problems = catalog.check([name]);
  const entry = catalog.resolve(name)?.entry;
  return {
    ...datasetFacts(name, catalog, uses.get(name)),
    ...(entry !== undefined && { entry }),
    ...(problems.length === 0 && await whatIsThere(catalog, name)),
    hasSchema: catalog.schemaOf(name) !== undefined,
    problems,
  };
}

/** The entry of a name. */
export function resolveDataset(project: Project, name: string): ResolvedEntry {
  const catalog = project.catalog();
  if (isParameterName(name) && catalog.has(name)) throw notAnEntry(name);
  return catalog.resolve(name) ?? fail(name, catalog);
}

/** The beginning of a dataset or parameter. */
export async function previewDataset(
  project: Project,
  name: string,
  { loadVersions, loadVersionsAt, ...options }:
    & PreviewOptions
    & Pick<InspectOptions, "loadVersions" | "loadVersionsAt">,
): Promise<Preview> {
  await using catalog = project.catalog({ loadVersions, loadVersionsAt });
  if (!catalog.has(name)) fail(name, catalog);
  await assertLoadVersions(catalog, { loadVersions, loadVersionsAt });
  return await catalog.preview(name, options);
}

async function whatIsThere(
  catalog: Catalog,
  name: string,
): Promise<Pick<DatasetDetails, "exists" | "versions">> {
  const dataset = catalog.get(name);
  if (dataset === undefined || dataset.traits.ephemeral) return {};
  try {
    const versions = hasVersions(dataset) ? { versions: await dataset.listVersions() } : {};
    return { exists: await catalog.exists(name), ...versions };
  } catch (error) {
    // A place that cannot be reached now tells nothing, and all else is known all the same.
    if (error instanceof DatasetError || error instanceof StoreError) return {};
    throw error;
  }
}

function fail(name: string, catalog: Catalog): never {
  throw unknown(name, catalog, []);
}

function notAnEntry(name: string): CatalogError {
  const message = `"${name}" is a parameter: it has no entry in the catalog`;
  return new CatalogError(message, { entry: name, issues: [{ code: "catalog.parameter", message }] });
}

function unknown(name: string, catalog: Catalog, used: readonly string[]): CatalogError {
  const known = isParameterName(name) ? parameterNames(catalog.parameters) : [...catalog.names(), ...used];
  const what = isParameterName(name) ? "parameter" : "dataset";
  const issue: Issue = {
    code: `catalog.unknown_${what}`,
    message: `There is no ${what} "${name}"`,
    suggestion: suggest(name, known),
  };
  return new CatalogError(describeIssue(issue), { entry: name, issues: [issue] });
}
