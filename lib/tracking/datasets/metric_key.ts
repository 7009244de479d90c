import { describeValue } from "../../core/describe_value.ts";
import type { Issue } from "../../core/issue.ts";
import { nameProblem } from "../limits.ts";

/** What is wrong with the name of a metric, or the beginning of names, that stands in an option. */
export function metricKeyIssues(option: string, key: unknown): readonly Issue[] {
  const problem = typeof key !== "string" || key === "" ? undefined : nameProblem(key);
  if (problem === undefined) return [];
  const message = `${option} is ${describeValue(key)}: the name of a metric ${problem}`;
  return [{ code: "options.wrong_value", message, path: [option] }];
}

/**
 * The name of a metric, or the beginning of names: what an option says, else the name of the dataset.
 *
 * @throws {RangeError} When the name of the dataset cannot be one.
 */
export function metricKey(option: string, given: string | null | undefined, name: string): string {
  if (given !== null && given !== undefined) return given;
  const problem = nameProblem(name);
  if (problem === undefined) return name;
  throw new RangeError(`It needs ${option}, as the name of a metric ${problem}`);
}
