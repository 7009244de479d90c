import { describeValue } from "../../core/describe_value.ts";
import type { Issue } from "../../core/issue.ts";
import type { Shape } from "../../core/shape.ts";
import * as s from "../../core/shapes.ts";
import { flavorNameProblem, pythonFlavorProblem } from "../models/find_flavor.ts";
import type { Fields } from "./tracked_type.ts";

/** What datasets of models may say of their flavour. */
export interface FlavorFields {
  /** The flavour. */
  readonly flavor?: string;
  /** Of `mlflow.pyfunc`. */
  readonly pyfunc_workflow?: string | null;
}

/** The part of a schema that goes with {@linkcode FlavorFields}. */
export function flavorFields(): {
  readonly flavor: Shape<string, "needed">;
  readonly pyfunc_workflow: Shape<"python_model" | "loader_module" | null, "optional">;
} {
  return {
    flavor: s.text({ min: 1 }),
    pyfunc_workflow: s.choice(["python_model", "loader_module"]).nullable().optional(),
  };
}

/** What is wrong with the flavour of an entry, used or not. */
export function flavorIssues({ flavor }: Fields): readonly Issue[] {
  const problem = typeof flavor === "string" && flavor !== "" ? flavorNameProblem(flavor) : undefined;
  if (problem === undefined) return [];
  const message = `flavor is ${describeValue(flavor)}: ${problem}`;
  return [{ code: "options.wrong_value", message, path: ["flavor"] }];
}

/**
 * Refuse a flavour of Python where a dataset is built, so that entries that nobody uses hinder nobody.
 *
 * @throws {TypeError} When it is one.
 */
export function refusePythonFlavor(flavor: string | undefined): void {
  const problem = flavor === undefined ? undefined : pythonFlavorProblem(flavor);
  if (problem !== undefined) throw new TypeError(problem);
}
