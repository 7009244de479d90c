import { PipelineError } from "../core/errors.ts";
import { describeIssues, type Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import { type Pipeline, pipeline } from "../pipeline/pipeline.ts";
import { DEFAULT_PIPELINE } from "./define_project.ts";

/** The pipelines of a project; when none is called `__default__`, the sum of all of them is. */
export function withDefaultPipeline(
  pipelines: Readonly<Record<string, Pipeline>>,
): Readonly<Record<string, Pipeline>> {
  if (DEFAULT_PIPELINE in pipelines) return pipelines;
  return { ...pipelines, [DEFAULT_PIPELINE]: sum(Object.values(pipelines)) };
}

/**
 * The sum of the named pipelines.
 *
 * @throws {PipelineError} When a name is unknown; all unknown ones are named.
 */
export function selectPipelines(
  pipelines: Readonly<Record<string, Pipeline>>,
  names: readonly string[],
): Pipeline {
  const known = Object.keys(pipelines);
  const issues = names.filter((name) => !known.includes(name)).map((name): Issue => ({
    code: "pipeline.unknown",
    message: `No pipeline is named "${name}": found ${known.map((each) => `"${each}"`).join(", ")}`,
    suggestion: suggest(name, known),
  }));
  if (issues.length > 0) {
    throw new PipelineError(describeIssues("Cannot select pipelines", issues), { issues });
  }
  return sum(names.map((name) => pipelines[name]!));
}

// Pipelines of one project may share nodes; a shared node runs once.
function sum(parts: readonly Pipeline[]): Pipeline {
  return parts.length === 1 ? parts[0]! : pipeline([...new Set(parts.flatMap((part) => part.nodes))]);
}
