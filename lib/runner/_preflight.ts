import type { Catalog } from "../catalog/catalog.ts";
import { midSentence, reasonOf } from "../core/describe_value.ts";
import { CatalogError } from "../core/errors.ts";
import { describeIssues, inFileOrder, type Issue, parsePlace, type SourcePlace } from "../core/issue.ts";
import { mapPool } from "../core/pool.ts";
import { suggest } from "../core/suggest.ts";
import { baseName, isParameterName } from "../pipeline/names.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import type { RunData } from "./_run_data.ts";

/** What is about to run. */
export interface Plan {
  /** The pipeline. */
  readonly pipeline: Pipeline;
  /** Where its datasets come from. */
  readonly catalog: Catalog;
  /** Its datasets. */
  readonly data: RunData;
}

/** Everything that shows without touching data and would keep a plan from running. */
export function findProblems(plan: Plan): readonly Issue[] {
  const { pipeline, catalog, data: { cells } } = plan;
  const unprovided: string[] = [];
  const known: string[] = [];
  const transcoded: string[] = [];
  for (const [name, cell] of cells) {
    // Whether a parameter is there is the business of the catalog.
    if (!cell.isInMemory || isParameterName(name)) known.push(name);
    else if (!pipeline.graph.producer.has(cell.name)) unprovided.push(name);
    if (name.includes("@")) transcoded.push(name);
  }
  return [
    ...unprovidedIssues(unprovided.sort(), pipeline, catalog),
    ...mixedIssues(transcoded, plan),
    ...catalog.check(known),
  ];
}

/** The error of each free input that cannot be loaded, by name. */
export async function findMissingData({ catalog, data: { cells } }: Plan): Promise<readonly unknown[]> {
  const names: string[] = [];
  for (const [name, { isInMemory, isKept, reads }] of cells) {
    if (!isInMemory && isKept && reads > 0 && !isParameterName(name)) names.push(name);
  }
  const errors = await mapPool(names.sort(), 16, (name) => loadingError(name, catalog));
  return errors.flatMap((error) => error === undefined ? [] : [error.thrown]);
}

/** What stands in the way of outputs: a folder where a file is to be saved, a file where versions are kept. */
export async function findObstacles({ pipeline, catalog, data: { cells } }: Plan): Promise<readonly Issue[]> {
  const names = [...cells.keys()].filter((name) =>
    !cells.get(name)!.isInMemory && pipeline.graph.producer.has(baseName(name))
  );
  const issues = await mapPool(names.sort(), 16, async (name): Promise<Issue[]> => {
    const obstacle = await obstacleOf(catalog.get(name));
    if (obstacle === undefined) return [];
    const message = `Cannot save dataset "${name}": ${obstacle}`;
    return [{ code: "runner.obstacle", message, place: placeOf(name, catalog) }];
  });
  return issues.flat();
}

// A place that cannot be looked at cannot be written to either.
async function obstacleOf(dataset: ReturnType<Catalog["get"]>): Promise<string | undefined> {
  try {
    return await dataset?.obstacle?.();
  } catch (error) {
    return midSentence(reasonOf(error));
  }
}

/** Throw when a plan cannot run. */
export function assertPlan(plan: Plan): void {
  throwIssues(findProblems(plan));
}

/** Throw when parameters do not fit their schemas, with all that do not. */
export async function assertParameters(catalog: Catalog): Promise<void> {
  throwIssues(inFileOrder(await catalog.checkParameters()));
}

/** Throw when data that a plan needs is not there; with the reason of the signal when nobody waits for the answer. */
export async function assertData(plan: Plan, signal?: AbortSignal): Promise<void> {
  const errors = await findMissingData(plan);
  const issues = errors.map((error) => ({
    code: "runner.missing_data",
    message: reasonOf(error),
  }));
  const obstacles = await findObstacles(plan);
  signal?.throwIfAborted();
  throwIssues([...issues, ...obstacles], errors[0]);
}

function throwIssues(issues: readonly Issue[], cause?: unknown): void {
  if (issues.length === 0) return;
  throw new CatalogError(describeIssues("Cannot run the pipeline", issues), { issues }, { cause });
}

// Of what is not there, loading says best why, and where it was looked for.
async function loadingError(
  name: string,
  catalog: Catalog,
): Promise<{ readonly thrown: unknown } | undefined> {
  try {
    if (!await catalog.exists(name)) await catalog.load(name);
  } catch (thrown) {
    return { thrown };
  }
}

function unprovidedIssues(names: readonly string[], pipeline: Pipeline, catalog: Catalog): readonly Issue[] {
  if (names.length === 0) return [];
  const known = [...catalog.names(), ...pipeline.nodes.flatMap((node) => node.outputs)];
  return names.flatMap((name) => {
    const reader = pipeline.nodes.find((node) => node.inputs.includes(name));
    if (reader === undefined) return [];
    return [{
      code: "runner.unknown_input",
      message: `Input "${name}" of node "${reader.name}" is neither in the catalog nor made by a node`,
      suggestion: suggest(name, known),
    }];
  });
}

// Formats of one dataset are views of one place, so either all of them have one or none.
function mixedIssues(names: readonly string[], { catalog, data: { cells } }: Plan): readonly Issue[] {
  const places = new Map<string, string>();
  for (const name of names) {
    if (!cells.get(name)!.isInMemory) places.set(baseName(name), name);
  }
  return names.filter((name) => cells.get(name)!.isInMemory && places.has(baseName(name))).map((name) => ({
    code: "runner.mixed_transcoding",
    message: `"${name}" is not in the catalog, although "${places.get(baseName(name))}" is`,
    place: placeOf(places.get(baseName(name)) ?? name, catalog),
  }));
}

function placeOf(name: string, catalog: Catalog): SourcePlace | undefined {
  const { writtenAt } = catalog.resolve(name) ?? {};
  return writtenAt === undefined ? undefined : parsePlace(writtenAt);
}
