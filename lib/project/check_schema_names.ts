import type { Catalog } from "../catalog/catalog.ts";
import type { Schemas } from "../catalog/schemas.ts";
import { ConfigError } from "../core/errors.ts";
import { describeProblems, type Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import { datasetNames } from "../pipeline/datasets.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/**
 * Refuse schemas of datasets that neither the catalog nor a pipeline knows, as a misspelt one would check nothing.
 *
 * @throws {ConfigError} With every unknown name and what was likely meant.
 */
export function checkSchemaNames(
  schemas: Schemas,
  { catalog, pipelines }: {
    readonly catalog: Catalog;
    readonly pipelines: Readonly<Record<string, Pipeline>>;
  },
): void {
  const unknown = Object.keys(schemas).filter((name) => !catalog.has(name));
  if (unknown.length === 0) return;
  const used = new Set(Object.values(pipelines).flatMap((pipeline) => datasetNames(pipeline)));
  const known = [...new Set([...catalog.names(), ...used])];
  // A pipeline under a namespace calls its datasets by longer names than its nodes do.
  const issues = unknown.filter((name) => !known.some((each) => each === name || each.endsWith(`.${name}`)))
    .map((name): Issue => ({
      code: "project.unknown_schema",
      message:
        `defineProject({ schemas }) has one for "${name}", which neither the catalog nor a pipeline knows`,
      suggestion: suggest(name, known),
    }));
  if (issues.length > 0) throw new ConfigError(describeProblems("configuration", issues), { issues });
}
