import { isPlainObject, type JsonObject, type JsonValue } from "../../core/json.ts";

/** The dialect that editors know best. */
export const DIALECT = "http://json-schema.org/draft-07/schema#";

/** Text with `${...}` in it, which may stand for any value; see {@linkcode SHARED_DEFINITIONS}. */
export const INTERPOLATION: JsonObject = { $ref: "#/definitions/interpolation" };

/** What schemas refer to that allow interpolations. */
export const SHARED_DEFINITIONS: JsonObject = {
  interpolation: {
    type: "string",
    pattern: "\\$\\{",
    description: "An interpolation: ${model.trees}, ${globals:bucket}",
  },
};

// Keys that hold schemas by name, a list of schemas, or one schema.
const BY_NAME = ["properties", "patternProperties", "definitions", "$defs", "dependentSchemas"];
const LISTS = ["anyOf", "oneOf", "allOf", "prefixItems", "items"];
const SINGLE = ["items", "additionalProperties", "propertyNames", "contains", "not", "if", "then", "else"];

/** Every schema inside of a schema, changed; the schema itself is not. */
export function mapChildren(
  schema: JsonObject,
  change: (child: JsonObject, key: string) => JsonValue,
): JsonObject {
  const entries = Object.entries(schema).map(([key, value]): readonly [string, JsonValue] => {
    if (BY_NAME.includes(key) && isPlainObject(value)) {
      const children = Object.entries(value as JsonObject)
        .map(([name, child]) =>
          [name, isPlainObject(child) ? change(child as JsonObject, key) : child] as const
        );
      return [key, Object.fromEntries(children)];
    }
    if (LISTS.includes(key) && Array.isArray(value)) {
      return [key, value.map((child) => isPlainObject(child) ? change(child as JsonObject, key) : child)];
    }
    if (SINGLE.includes(key) && isPlainObject(value)) return [key, change(value as JsonObject, key)];
    return [key, value];
  });
  return Object.fromEntries(entries);
}

/** The same schema, but an interpolation may stand in place of any value. */
export function allowInterpolations(schema: JsonObject): JsonObject {
  // What is told apart by alternatives is one value; only the whole may be an interpolation.
  const children = mapChildren(
    schema,
    (child, key) =>
      key === "propertyNames"
        ? child
        : ALTERNATIVES.includes(key)
        ? inside(child)
        : allowInterpolations(child),
  );
  if (takesAnyText(children)) return children;
  const { anyOf, ...others } = children;
  const isChoice = Array.isArray(anyOf) && Object.keys(others).length === 0;
  return { anyOf: isChoice ? [...anyOf, INTERPOLATION] : [children, INTERPOLATION] };
}

const ALTERNATIVES: readonly string[] = ["anyOf", "oneOf", "allOf", "if", "then", "else", "not"];

function inside(schema: JsonObject): JsonObject {
  return mapChildren(
    schema,
    (child, key) => ALTERNATIVES.includes(key) ? inside(child) : allowInterpolations(child),
  );
}

function takesAnyText(schema: JsonObject): boolean {
  const { type, ...rest } = schema;
  const limits = [
    "enum",
    "const",
    "pattern",
    "format",
    "maxLength",
    "anyOf",
    "oneOf",
    "allOf",
    "not",
    "$ref",
  ];
  if (limits.some((key) => key in rest)) return false;
  return type === undefined || type === "string" || (Array.isArray(type) && type.includes("string"));
}

/**
 * A schema to stand inside of another document: references to its own parts lead to `definitions` of that document, where
 * they are put under `name`.
 */
export function embed(
  schema: JsonObject,
  name: string,
): { readonly schema: JsonObject; readonly definitions: JsonObject } {
  const { $schema: _dialect, $id: _id, $defs = {}, definitions = {}, ...root } = schema;
  const prefix = name.replaceAll(/[^\w.\-]/g, "_");
  const rename = (text: string): string =>
    text === "#"
      ? `#/definitions/${prefix}`
      : text.replace(/^#\/(?:\$defs|definitions)\//, `#/definitions/${prefix}.`);
  const rewrite = (part: JsonObject): JsonObject => {
    const changed = mapChildren(part, rewrite);
    return typeof changed["$ref"] === "string" ? { ...changed, $ref: rename(changed["$ref"]) } : changed;
  };
  const parts = Object.entries({ ...$defs as JsonObject, ...definitions as JsonObject })
    .map(([key, part]) => [`${prefix}.${key}`, rewrite(part as JsonObject)] as const);
  return { schema: rewrite(root), definitions: { [prefix]: rewrite(root), ...Object.fromEntries(parts) } };
}
