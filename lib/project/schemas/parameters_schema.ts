import type { Schemas } from "../../catalog/schemas.ts";
import { isPlainObject, type JsonObject } from "../../core/json.ts";
import type { StandardSchema } from "../../core/standard_schema.ts";
import { allowInterpolations, DIALECT, embed, mapChildren, SHARED_DEFINITIONS } from "./json_schema.ts";

/**
 * The JSON Schema of `parameters.yml`, of the schemas of a project that can tell theirs (`~standard.jsonSchema`); what the
 * others describe is left open. A file may hold a part of the parameters, so nothing at the top is required; with
 * `isPartial`, nothing at all.
 */
export function parametersSchema(
  schemas: Schemas,
  { isPartial }: { readonly isPartial: boolean },
): JsonObject {
  const parts: JsonObject[] = [];
  let definitions: JsonObject = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const path = name === "parameters" ? [] : /^params:(.+)$/.exec(name)?.[1]?.split(".");
    const json = path && tellSchema(schema);
    if (path === undefined || json === undefined) continue;
    const embedded = embed(isPartial ? withoutRequired(json) : json, `params.${path.join(".")}`);
    definitions = { ...definitions, ...embedded.definitions };
    const { required: _required, ...top } = embedded.schema;
    parts.push(path.length === 0 ? top : nest(path, embedded.schema));
  }
  return {
    $schema: DIALECT,
    title: "parameters.yml",
    description: "What nodes read as params:name",
    type: "object",
    ...parts.length > 0 && { allOf: parts.map((part) => withoutWhole(part)) },
    definitions: {
      ...SHARED_DEFINITIONS,
      ...Object.fromEntries(
        Object.entries(definitions).map(([name, part]) => [name, allowInterpolations(part as JsonObject)]),
      ),
    },
  };
}

function tellSchema({ "~standard": standard }: StandardSchema): JsonObject | undefined {
  // An optional part of the specification, which not every library has.
  const { jsonSchema } = standard as { readonly jsonSchema?: { input?(options: unknown): unknown } };
  try {
    const json = jsonSchema?.input?.({ target: "draft-07" });
    return isPlainObject(json) ? json as JsonObject : undefined;
  } catch {
    // A schema may hold what JSON Schema cannot say.
    return undefined;
  }
}

function nest([key = "", ...rest]: readonly string[], schema: JsonObject): JsonObject {
  return { properties: { [key]: rest.length === 0 ? schema : nest(rest, schema) } };
}

function withoutRequired(schema: JsonObject): JsonObject {
  const { required: _required, ...rest } = schema;
  return mapChildren(rest, withoutRequired);
}

// Parameters as a whole are a map.
function withoutWhole(schema: JsonObject): JsonObject {
  return mapChildren(schema, (child) => allowInterpolations(child));
}
