import { Ajv } from "npm:ajv@8.20.0";
import type { JsonObject } from "../../lib/core/json.ts";

/** What is wrong with data by a JSON Schema, a line each: where, and the sentence of ajv. */
export function schemaProblems(schema: JsonObject, data: unknown): string[] {
  // Descriptions beside references are for people.
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  if (validate(data)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = "" }) => `${instancePath} ${message}`);
}
