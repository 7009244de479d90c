import type { ConfigObject } from "../core/config_value.ts";
import type { Issue } from "../core/issue.ts";
import type { PlaceOf } from "../core/located.ts";
import type { StandardSchema } from "../core/standard_schema.ts";

/** Schemas by the names of what they describe: datasets, `params:a.b` and `parameters`. */
export type Schemas = Readonly<Record<string, StandardSchema>>;

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
  attempt: { readonly verb: string; readonly name: string },
): Promise<unknown> {
  const { fitValue }: typeof import("./_check_schemas.ts") = await import(CHECKS);
  return await fitValue(schema, value, attempt);
}

/** Every problem of every parameter that has a schema. */
export async function checkParameters(
  schemas: Schemas,
  parameters: ConfigObject,
  placeOf: PlaceOf | undefined,
): Promise<readonly Issue[]> {
  if (Object.keys(schemas).length === 0) return [];
  const { checkParameters }: typeof import("./_check_schemas.ts") = await import(CHECKS);
  return await checkParameters(schemas, parameters, placeOf);
}
