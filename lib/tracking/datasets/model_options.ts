import { describeValue } from "../../core/describe_value.ts";
import type { Issue } from "../../core/issue.ts";
import { z } from "../../deps/zod.ts";
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
  readonly flavor: z.ZodString;
  readonly pyfunc_workflow: z.ZodExactOptional<
    z.ZodNullable<z.ZodEnum<{ python_model: "python_model"; loader_module: "loader_module" }>>
  >;
} {
  return {
    flavor: z.string().min(1),
    pyfunc_workflow: z.enum(["python_model", "loader_module"]).nullable().exactOptional(),
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
