import { checkBySchema } from "../core/check_schema.ts";
import type { ConfigObject } from "../core/config_value.ts";
import { DatasetError } from "../core/errors.ts";
import { describeIssues, type Issue } from "../core/issue.ts";
import { placeIssue } from "../core/located.ts";
import type { StandardSchema } from "../core/standard_schema.ts";
import { findParameter, isParameterName, parameterPath } from "./parameters.ts";
import type { CheckParametersOptions, FitAttempt, Schemas } from "./schemas.ts";

/**
 * What the schema of a dataset makes of a value.
 *
 * @throws {DatasetError} When the value does not fit, with every problem in `issues`.
 */
export async function fitValue(
  schema: StandardSchema,
  value: unknown,
  { verb, name, isHidden }: FitAttempt,
): Promise<unknown> {
  const result = await checkBySchema(schema, value, name, isHidden);
  if ("value" in result) return result.value;
  const { issues } = result;
  const attempt = `Cannot ${verb} dataset "${name}"`;
  const message = issues.length === 1
    ? `${attempt}: ${issues[0]!.message}`
    : describeIssues(`${attempt}: ${issues.length} values do not fit its schema`, issues);
  throw new DatasetError(message, { dataset: name, issues });
}

/** Every problem of every parameter that has a schema. */
export async function checkParameters(
  schemas: Schemas,
  parameters: ConfigObject,
  options: CheckParametersOptions = {},
): Promise<readonly Issue[]> {
  const { placeOf, isHidden = () => false } = options;
  const names = Object.keys(schemas).filter(isParameterName);
  const results = await Promise.all(names.map(async (name): Promise<readonly Issue[]> => {
    const hit = findParameter(parameters, name);
    const above = hit?.path ?? parameterPath(name);
    const result = await checkBySchema(
      schemas[name]!,
      hit?.value,
      name,
      (path) => isHidden([...above, ...path]),
    );
    if ("value" in result) return [];
    return result.issues.map((issue) => {
      const path = [...above, ...issue.path ?? []];
      const placed = placeIssue({ ...issue, path }, placeOf);
      return isHidden(path.map(String)) ? withoutText(placed) : placed;
    });
  }));
  return results.flat();
}

// The line holds the value.
function withoutText(issue: Issue): Issue {
  if (issue.place === undefined) return issue;
  const { text: _text, ...place } = issue.place;
  return { ...issue, place };
}
