import type { Catalog } from "../catalog/catalog.ts";
import { CatalogError } from "../core/errors.ts";
import { describeIssues, type Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import { freeInputs } from "../pipeline/datasets.ts";
import { baseName, isParameterName } from "../pipeline/names.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/**
 * Everything that shows without touching data and would keep a pipeline from running against a catalog: inputs that
 * nothing provides, unknown parameters, entries that cannot be built.
 */
export function checkRun(pipeline: Pipeline, catalog: Catalog): readonly Issue[] {
  const names = new Set(pipeline.nodes.flatMap((node) => [...node.inputs, ...node.outputs]));
  return [
    ...unprovided(pipeline, catalog),
    ...halfTranscoded(pipeline, catalog),
    ...catalog.check([...names].filter((name) => isParameterName(name) || catalog.has(name))),
  ];
}

/**
 * Throw when a pipeline cannot run against a catalog.
 *
 * @throws {CatalogError} With every problem in `issues`.
 */
export function assertRunnable(pipeline: Pipeline, catalog: Catalog): void {
  const issues = checkRun(pipeline, catalog);
  if (issues.length === 0) return;
  throw new CatalogError(describeIssues("Cannot run the pipeline", issues), { issues });
}

/**
 * Throw when the data of a free input cannot be loaded, so that a run does not find out after hours.
 *
 * @throws {CatalogError} With every problem in `issues`.
 */
export async function assertInputsExist(pipeline: Pipeline, catalog: Catalog): Promise<void> {
  const names = freeInputs(pipeline).filter((name) => !isParameterName(name));
  const found = await Promise.all(names.map((name) => problemOf(name, catalog)));
  const problems = found.filter((problem) => problem !== undefined);
  if (problems.length === 0) return;
  const issues = problems.map(({ error }) => ({
    code: "runner.input_missing",
    message: error instanceof Error ? error.message : String(error),
  }));
  throw new CatalogError(describeIssues("Cannot run the pipeline", issues), { issues }, {
    cause: problems[0]!.error,
  });
}

// Of what is not there, loading says best why, and where it was looked for.
async function problemOf(name: string, catalog: Catalog): Promise<{ readonly error: unknown } | undefined> {
  try {
    const isElsewhere = catalog.get(name)?.traits.ephemeral === false;
    if (isElsewhere && !await catalog.exists(name)) await catalog.load(name);
  } catch (error) {
    return { error };
  }
}

function unprovided(pipeline: Pipeline, catalog: Catalog): readonly Issue[] {
  const missing = freeInputs(pipeline).filter((name) => !isParameterName(name) && !catalog.has(name));
  if (missing.length === 0) return [];
  const known = [...catalog.names(), ...pipeline.nodes.flatMap((node) => node.outputs)];
  return missing.map((name) => {
    const reader = pipeline.nodes.find((node) => node.inputs.includes(name))!;
    return {
      code: "runner.unknown_input",
      message: `Input "${name}" of node "${reader.name}" is neither in the catalog nor made by a node`,
      suggestion: suggest(name, known),
    };
  });
}

// Two formats of one dataset are two views of one place; memory has no place to look at.
function halfTranscoded(pipeline: Pipeline, catalog: Catalog): readonly Issue[] {
  const { producer } = pipeline.graph;
  return pipeline.nodes.flatMap((node) =>
    node.inputs.flatMap((input) => {
      const base = baseName(input);
      const maker = base === input ? undefined : producer.get(base);
      if (maker === undefined) return [];
      const output = pipeline.nodes[maker]!.outputs.find((name) => baseName(name) === base)!;
      if (catalog.has(input) === catalog.has(output)) return [];
      const [known, unknown] = catalog.has(input) ? [input, output] : [output, input];
      return [{
        code: "runner.half_transcoded",
        message: `"${unknown}" is not in the catalog, although "${known}" is`,
      }];
    })
  );
}
