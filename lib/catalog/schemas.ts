import type { ConfigObject } from "../core/config_value.ts";
import type { Issue } from "../core/issue.ts";
import type { PathTest } from "../core/name_patterns.ts";
import type { PlaceOf } from "../core/located.ts";
import type { StandardSchema } from "../core/standard_schema.ts";

/** Schemas by the names of what they describe: datasets, `params:a.b` and `parameters`. */
export type Schemas = Readonly<Record<string, StandardSchema>>;

/** How to check parameters. */
export interface CheckParametersOptions {
  /** Where parameters were written. */
  readonly placeOf?: PlaceOf | undefined;
  /** Which of them messages must not repeat. */
  readonly isHidden?: PathTest | undefined;
}

/** A load or save whose value is checked. */
export interface FitAttempt {
  /** What is done: `load`. */
  readonly verb: string;
  /** Name of the dataset. */
  readonly name: string;
  /** What of the value messages must not repeat. */
  readonly isHidden?: PathTest | undefined;
}

// Most runs have no schemas.
const CHECKS: string = "./_check_schemas.ts";

/** The schema of a name, if it has one. */
export function schemaOf(schemas: Schemas, name: string): StandardSchema | undefined {
  return Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

/**
 * What the schema of a dataset makes of a value.
 *
 * @throws {DatasetError} When the value does not fit, with every problem in `issues`.
 */
export async function fitValue(
  schema: StandardSchema,
  value: unknown,
  attempt: FitAttempt,
): Promise<unknown> {
  const { fitValue }: typeof import("./_check_schemas.ts") = await import(CHECKS);
  return await fitValue(schema, value, attempt);
}

/** Every problem of every parameter that has a schema. */
export async function checkParameters(
  schemas: Schemas,
  parameters: ConfigObject,
  options: CheckParametersOptions = {},
): Promise<readonly Issue[]> {
  if (Object.keys(schemas).length === 0) return [];
  const { checkParameters }: typeof import("./_check_schemas.ts") = await import(CHECKS);
  return await checkParameters(schemas, parameters, options);
}
