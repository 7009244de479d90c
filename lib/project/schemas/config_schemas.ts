import type { Schemas } from "../../catalog/schemas.ts";
import type { MergeStrategy } from "../../config/config_rules.ts";
import type { JsonObject } from "../../core/json.ts";
import { BUILTIN_TYPES } from "../../datasets/types.ts";
import type { DatasetType } from "../../datasets/dataset_type.ts";
import { makeTrackedTypes } from "../../tracking/datasets/tracked_types.ts";
import { kedgeFileSchema } from "../../tracking/settings/kedge_file.ts";
import { mlflowFileSchema } from "../../tracking/settings/mlflow_file.ts";
import { catalogSchema } from "./catalog_schema.ts";
import { allowInterpolations, DIALECT, SHARED_DEFINITIONS } from "./json_schema.ts";
import { parametersSchema } from "./parameters_schema.ts";

/** What the configuration of a project may say. */
export interface SchemaParts {
  /** Dataset types beside the built-in ones. @default {none} */
  readonly datasets?: readonly DatasetType[] | undefined;
  /** Schemas of parameters. @default {none} */
  readonly schemas?: Schemas | undefined;
  /** How environments are merged. @default {destructive for all} */
  readonly merge?: Readonly<Record<string, MergeStrategy>> | undefined;
}

/** JSON Schemas of configuration files. */
export interface ConfigSchemas {
  /** Of `catalog.yml`. */
  readonly catalog: JsonObject;
  /** Of `parameters.yml`. */
  readonly parameters: JsonObject;
  /** Of `credentials.yml`. */
  readonly credentials: JsonObject;
  /** Of `globals.yml`. */
  readonly globals: JsonObject;
  /** Of `mlflow.yml`. */
  readonly mlflow: JsonObject;
  /** Of `kedge.yml`. */
  readonly kedge: JsonObject;
}

/** The JSON Schemas of the files of a project. */
export function describeConfig({ datasets = [], schemas = {}, merge = {} }: SchemaParts): ConfigSchemas {
  return {
    catalog: catalogSchema([...BUILTIN_TYPES, ...makeTrackedTypes({ store: noStore }), ...datasets]),
    parameters: parametersSchema(schemas, { isPartial: merge["parameters"] === "soft" }),
    credentials: {
      $schema: DIALECT,
      title: "credentials.yml",
      description: "Secrets by name, which entries of catalog.yml name by credentials; no message shows them",
      type: "object",
      patternProperties: { "^_": { description: "A template: it can be referred to, and is dropped" } },
      additionalProperties: {
        description: "What a dataset is given; a value alone can be referred to in this file",
        type: ["object", "string", "number", "boolean", "null"],
      },
    },
    globals: {
      $schema: DIALECT,
      title: "globals.yml",
      description: "What all configuration may refer to, as ${globals:name}",
      type: "object",
      propertyNames: {
        pattern: "^[^.]+$",
        description: "A name without dots, or no reference would find it",
      },
    },
    mlflow: fileSchema("mlflow.yml", "Tracking, as in kedro-mlflow", mlflowFileSchema()),
    kedge: fileSchema("kedge.yml", "What kedro-mlflow does not know", kedgeFileSchema()),
  };
}

// Types tell of their fields without a store.
function noStore(): never {
  throw new TypeError("Cannot open a store to describe the fields of a dataset type");
}

function fileSchema(title: string, description: string, schema: JsonObject): JsonObject {
  const properties = Object.entries(schema["properties"] as JsonObject)
    .map(([key, value]) => [key, allowInterpolations(value as JsonObject)]);
  return {
    $schema: DIALECT,
    title,
    description,
    type: "object",
    properties: Object.fromEntries(properties),
    patternProperties: { "^_": { description: "A template: it can be referred to, and is dropped" } },
    additionalProperties: false,
    definitions: SHARED_DEFINITIONS,
  };
}
