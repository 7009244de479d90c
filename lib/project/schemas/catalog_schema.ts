import { kedroTypes } from "../../catalog/kedro_types.ts";
import type { JsonObject } from "../../core/json.ts";
import type { DatasetType } from "../../datasets/dataset_type.ts";
import { allowInterpolations, DIALECT, embed, INTERPOLATION, SHARED_DEFINITIONS } from "./json_schema.ts";

/** What every entry may have, beside the fields of its type. */
const COMMON: JsonObject = {
  credentials: {
    description: "Name of an entry of credentials.yml",
    anyOf: [{ type: "string" }, { type: "object" }, { type: "null" }],
  },
  validator: {
    description: "What checks its values: ./module.ts, ./module.ts#export, or settings",
    anyOf: [{ type: "string" }, {
      type: "object",
      properties: {
        class: { type: "string" },
        on: { anyOf: [{ enum: ["load", "save"] }, { type: "array", items: { enum: ["load", "save"] } }] },
        severity: { enum: ["error", "warn"] },
        enabled: { type: "boolean" },
        skip_load_after_save: { type: "boolean" },
        options: { type: "object" },
      },
      required: ["class"],
      additionalProperties: false,
    }],
  },
  metadata: { description: "For people and other tools; not looked at" },
  layer: { description: "For people and other tools; not looked at" },
};

/** The JSON Schema of `catalog.yml`, for these types. */
export function catalogSchema(types: readonly DatasetType[]): JsonObject {
  const parts = types.map((type) => describeType(type));
  return {
    $schema: DIALECT,
    title: "catalog.yml",
    description: "Datasets by name",
    type: "object",
    patternProperties: { "^_": { description: "A template: it can be referred to, and is no dataset" } },
    additionalProperties: { $ref: "#/definitions/entry" },
    definitions: {
      ...SHARED_DEFINITIONS,
      entry: { anyOf: [entrySchema(types), INTERPOLATION] },
      partition: partitionSchema(types, parts.map(({ definitions }) => definitions)),
      ...Object.assign({}, ...parts.map(({ definitions }) => definitions)) as JsonObject,
    },
  };
}

// One name of every type first: editors offer them in this order.
function entrySchema(types: readonly DatasetType[]): JsonObject {
  const names = [...types.map(({ type }) => type), ...types.flatMap(({ aliases = [] }) => aliases)];
  const others = kedroTypes().filter((name) => !names.includes(name));
  return {
    type: "object",
    required: ["type"],
    properties: {
      type: {
        description: "The kind of dataset",
        anyOf: [
          { enum: [...new Set(names)] },
          { description: "A type of Kedro without an equivalent: no pipeline can use it", enum: others },
          {
            description: "A module of the project",
            type: "string",
            pattern: "^\\.{0,2}[/\\\\]|\\.[mc]?[jt]s$",
          },
          {
            description: "A type of Kedro by its package or its old name",
            type: "string",
            pattern: "^kedro|DataSet$",
          },
          INTERPOLATION,
        ],
      },
    },
    allOf: types.map(({ type, aliases = [] }) => ({
      if: { properties: { type: { enum: [type, ...aliases] } }, required: ["type"] },
      then: { $ref: `#/definitions/${definitionName(type)}` },
    })),
  };
}

function describeType({ type, optionsSchema }: DatasetType): { readonly definitions: JsonObject } {
  const { schema, definitions } = embed(optionsSchema?.() ?? { type: "object" }, definitionName(type));
  const properties = { type: {}, ...COMMON, ...schema["properties"] as JsonObject | undefined };
  const fields = withInner({ ...schema, description: `Fields of ${type}`, properties });
  const all: JsonObject = { ...definitions, [definitionName(type)]: fields };
  return {
    definitions: Object.fromEntries(
      Object.entries(all).map((
        [name, part],
      ) => [name, withoutWhole(allowInterpolations(part as JsonObject))]),
    ),
  };
}

// What lies inside of another entry is an entry; a partition is one without a path, or no more than a type.
function withInner(fields: JsonObject): JsonObject {
  const properties = fields["properties"] as JsonObject;
  const isFolder = "filepath_arg" in properties;
  const inner = { $ref: `#/definitions/${isFolder ? "partition" : "entry"}` };
  const changed = ["dataset", "data_set"].filter((key) => key in properties).map((key) =>
    [key, inner] as const
  );
  return { ...fields, properties: { ...properties, ...Object.fromEntries(changed) } };
}

function partitionSchema(types: readonly DatasetType[], definitions: readonly JsonObject[]): JsonObject {
  const entry = entrySchema(types);
  const rules = types.map(({ type, aliases = [] }, index) => {
    const name = definitionName(type);
    const { properties, additionalProperties } = definitions[index]?.[name] as JsonObject;
    const keys = Object.keys(properties as JsonObject).filter((key) => key !== "filepath");
    // `filepath_arg` may give the path another name.
    const fields = keys.map((key) => [key, { $ref: `#/definitions/${name}/properties/${key}` }] as const);
    return {
      if: { properties: { type: { enum: [type, ...aliases] } }, required: ["type"] },
      then: {
        properties: Object.fromEntries(fields),
        ...additionalProperties === false && { additionalProperties: false },
      },
    };
  });
  const { type } = entry["properties"] as JsonObject;
  return { anyOf: [{ ...type as JsonObject }, { ...entry, allOf: rules }] };
}

// That the whole may be an interpolation is said above, once.
function withoutWhole(schema: JsonObject): JsonObject {
  const [first, second] = Array.isArray(schema["anyOf"]) ? schema["anyOf"] : [];
  return second === INTERPOLATION ? first as JsonObject : schema;
}

function definitionName(type: string): string {
  return `type.${type.replaceAll(/[^\w.\-]/g, "_")}`;
}
