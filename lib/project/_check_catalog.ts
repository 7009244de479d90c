import type { Catalog } from "../catalog/catalog.ts";
import { listSome, reasonOf } from "../core/describe_value.ts";
import { inFileOrder, type Issue, parsePlace, type SourcePlace } from "../core/issue.ts";
import { mapPool } from "../core/pool.ts";
import { freeInputs } from "../pipeline/datasets.ts";
import { baseName, isParameterName } from "../pipeline/names.ts";
import { checkOutputs, checkRun } from "../runner/preflight.ts";
import { chosenPipelines, datasetUses } from "./_dataset_uses.ts";
import { missingVersions } from "./check_load_versions.ts";
import { datasetFacts, withoutParameters } from "./_list_datasets.ts";
import type { CatalogReport, DatasetVerdict, InspectOptions } from "./inspect_catalog.ts";
import type { Project } from "./project.ts";

/** Check the catalog of a project without running anything. */
export async function checkCatalog(
  project: Project,
  { pipelines: names, loadVersions, loadVersionsAt }: InspectOptions,
): Promise<CatalogReport> {
  await using catalog = project.catalog({ loadVersions, loadVersionsAt });
  const pipelines = chosenPipelines(project, names);
  const uses = withoutParameters(datasetUses(pipelines));
  const free = new Set(pipelines.flatMap(([, pipeline]) => freeInputs(pipeline)));
  const made = new Set(
    [...uses].filter(([, { madeBy }]) => madeBy.length > 0).map(([name]) => baseName(name)),
  );
  // What another pipeline makes is there when that has run.
  const inputs = [...free].filter((name) => !isParameterName(name) && !made.has(baseName(name))).sort();

  const problems = (await Promise.all(
    pipelines.map(async ([, pipeline]) => {
      const issues = checkRun(pipeline, catalog);
      return issues.length > 0 ? issues : await checkOutputs(pipeline, catalog);
    }),
  )).flat();
  const broken = new Set(catalog.names().concat([...uses.keys()]).filter((name) => isBroken(name, catalog)));
  const readable = inputs.filter((name) => catalog.has(name) && !broken.has(name));
  const missing = new Map(
    (await mapPool(readable, 16, async (name) => [name, await missingReason(name, catalog)] as const))
      .flatMap(([name, reason]) => reason === undefined ? [] : [[name, missingData(name, reason, catalog)]]),
  );
  const versions = await missingVersions(catalog, { loadVersions, loadVersionsAt });
  const unused = catalog.names().filter((name) => !uses.has(name));
  const notes = [
    ...unused.map((name) => unusedEntry(name, catalog)),
    ...catalog.check(unused),
    ...catalog.patterns().flatMap((pattern) => notesOnPattern(pattern, catalog, [...uses.keys()])),
    ...inputs.filter((name) => catalog.has(name) && catalog.schemaOf(name) === undefined)
      .map((name) => untypedInput(name, catalog)),
  ];
  const statusOf = (name: string): DatasetVerdict["status"] =>
    broken.has(name) ? "broken" : missing.has(name) ? "missing" : uses.has(name) ? "ok" : "unused";
  const all = [
    ...catalog.names(),
    ...[...uses.keys()].filter((name) => !catalog.names().includes(name)).sort(),
  ];
  return {
    datasets: all.map((name) => ({ name, type: datasetFacts(name, catalog).type, status: statusOf(name) })),
    problems: inFileOrder(distinct([...problems, ...missing.values(), ...versions])),
    notes: inFileOrder(distinct(notes)),
  };
}

function isBroken(name: string, catalog: Catalog): boolean {
  return catalog.has(name) && catalog.check([name]).length > 0;
}

// Of what is not there, loading says best why, and where it was looked for.
async function missingReason(name: string, catalog: Catalog): Promise<string | undefined> {
  try {
    if (!await catalog.exists(name)) await catalog.load(name);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function missingData(name: string, reason: string, catalog: Catalog): Issue {
  return { code: "catalog.missing_data", message: reason, path: [name], place: placeOf(name, catalog) };
}

function unusedEntry(name: string, catalog: Catalog): Issue {
  const message = `${name} is used by no pipeline`;
  return { code: "catalog.unused", message, path: [name], place: placeOf(name, catalog) };
}

function untypedInput(name: string, catalog: Catalog): Issue {
  const message = `${name} comes from outside and has no schema: nothing checks what it holds`;
  return { code: "catalog.untyped_input", message, path: [name], place: placeOf(name, catalog) };
}

function notesOnPattern(pattern: string, catalog: Catalog, used: readonly string[]): readonly Issue[] {
  if (used.some((name) => catalog.resolve(name)?.pattern === pattern)) return [];
  const place = placeAt(catalog.written(pattern)?.writtenAt);
  const message = `"${pattern}" makes no dataset that a pipeline uses: they use ${listSome(used) || "none"}`;
  return [
    { code: "catalog.unused_pattern", message, path: [pattern], place },
    ...catalog.check([pattern]),
  ];
}

function placeOf(name: string, catalog: Catalog): SourcePlace | undefined {
  return placeAt(catalog.resolve(name)?.writtenAt);
}

function placeAt(writtenAt: string | undefined): SourcePlace | undefined {
  return writtenAt === undefined ? undefined : parsePlace(writtenAt);
}

// Pipelines that share a dataset share what is wrong with it.
function distinct(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.map((issue) => [`${issue.code} ${issue.message}`, issue])).values()];
}
