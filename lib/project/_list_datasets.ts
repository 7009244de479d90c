import type { Catalog } from "../catalog/catalog.ts";
import { isParameterName } from "../catalog/parameters.ts";
import { isPlainObject } from "../core/json.ts";
import { chosenPipelines, type DatasetUses, datasetUses, NO_USES } from "./_dataset_uses.ts";
import type { CatalogListing, DatasetFacts, InspectOptions, PatternFacts } from "./inspect_catalog.ts";
import type { Project } from "./project.ts";

/** The datasets of a project: what its catalog says, and who uses them. */
export function listDatasets(
  project: Project,
  { pipelines, loadVersions, loadVersionsAt }: InspectOptions,
): CatalogListing {
  const catalog = project.catalog({ loadVersions, loadVersionsAt });
  const uses = withoutParameters(datasetUses(chosenPipelines(project, pipelines)));
  const own = catalog.names();
  const others = [...uses.keys()].filter((name) => !own.includes(name)).sort();
  const names = pipelines === undefined
    ? [...own, ...others]
    : [...own.filter((name) => uses.has(name)), ...others];
  const datasets = names.map((name) => datasetFacts(name, catalog, uses.get(name)));
  return {
    datasets,
    patterns: catalog.patterns().map((pattern) => patternFacts(pattern, catalog, datasets)),
  };
}

/** Who uses which dataset, parameters left out. */
export function withoutParameters(uses: ReadonlyMap<string, DatasetUses>): ReadonlyMap<string, DatasetUses> {
  return new Map(uses.entries().filter(([name]) => !isParameterName(name)));
}

/** What is known of a dataset and its uses. */
export function datasetFacts(name: string, catalog: Catalog, uses: DatasetUses = NO_USES): DatasetFacts {
  const { pattern, entry } = catalog.resolve(name) ?? {};
  const { type = "memory", writtenAt } = catalog.describe(name) ?? {};
  const layer = layerOf(entry);
  return {
    name,
    type: String(type),
    from: isParameterName(name)
      ? "parameters"
      : entry === undefined
      ? "memory"
      : pattern === undefined
      ? "entry"
      : "pattern",
    ...(pattern !== undefined && { pattern }),
    ...(layer !== undefined && { layer }),
    ...(writtenAt !== undefined && { writtenAt: String(writtenAt) }),
    ...uses,
  };
}

function patternFacts(pattern: string, catalog: Catalog, datasets: readonly DatasetFacts[]): PatternFacts {
  const { entry, writtenAt } = catalog.written(pattern) ?? {};
  return {
    pattern,
    type: String(entry?.["type"]),
    ...(writtenAt !== undefined && { writtenAt }),
    makes: datasets.filter((dataset) => dataset.pattern === pattern).map(({ name }) => name),
  };
}

// Written beside the type, or as Kedro-Viz wants it.
function layerOf(entry: Readonly<Record<string, unknown>> = {}): string | undefined {
  const metadata = isPlainObject(entry["metadata"]) ? entry["metadata"] : {};
  const viz = isPlainObject(metadata["kedro-viz"]) ? metadata["kedro-viz"] : {};
  const layer = viz["layer"] ?? metadata["layer"] ?? entry["layer"];
  return typeof layer === "string" ? layer : undefined;
}
