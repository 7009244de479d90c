import { ConfigError } from "../core/errors.ts";
import { describeProblems, type Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import { allInputs } from "../pipeline/datasets.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/** What {@linkcode checkParams} needs to know. */
export interface CheckParamsOptions {
  /** Keys down to the parameters of this run that neither files nor code have. */
  readonly newParameters: readonly (readonly string[])[];
  /** Names of all parameters and blocks, dotted, those of this run included. */
  readonly known: readonly string[];
  /** The pipelines of the project. */
  readonly pipelines: Readonly<Record<string, Pipeline>>;
}

/**
 * Refuse parameters for this run that mean nothing, as a misspelt one would be a run with the old value. A new parameter
 * is fine where a node asks for it, and in a block that a node takes whole unless it looks like one that is there.
 *
 * @throws {ConfigError} With every unknown parameter and what was likely meant.
 */
export function checkParams({ newParameters, known, pipelines }: CheckParamsOptions): void {
  const given = newParameters.map((path) => path.join("."));
  if (given.length === 0) return;
  const inputs = new Set(Object.values(pipelines).flatMap((pipeline) => allInputs(pipeline)));
  const read = [...inputs].flatMap((name) => /^params:(.+)$/.exec(name)?.[1] ?? []);
  const others = [...known.filter((name) => !given.includes(name)), ...read];
  const issues = given.flatMap((name): Issue[] => {
    if (read.some((wanted) => wanted === name || wanted.startsWith(`${name}.`))) return [];
    const suggestion = suggest(name, others.filter((other) => !name.startsWith(`${other}.`)));
    const isTaken = inputs.has("parameters") || read.some((block) => name.startsWith(`${block}.`));
    if (isTaken && suggestion === undefined) return [];
    return [{
      code: "config.unknown_parameter",
      message: `${name} is not a parameter: neither the configuration nor a node knows it`,
      place: { file: "--params" },
      suggestion,
    }];
  });
  if (issues.length > 0) throw new ConfigError(describeProblems("parameters", issues), { issues });
}
