/**
 * Kedge: data and machine-learning pipelines in TypeScript.
 *
 * @module
 */

// core
export {
  CatalogError,
  ConfigError,
  DatasetError,
  ModelError,
  NodeError,
  PipelineError,
  StoreError,
  type StoreErrorKind,
  TrackingError,
} from "./lib/core/errors.ts";
export type { Issue, SourcePlace } from "./lib/core/issue.ts";
export type { JsonObject, JsonValue } from "./lib/core/json.ts";
export type { Logger, LogLevel } from "./lib/core/logger.ts";
export { isSecret, type Secret, secret } from "./lib/core/secret.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "./lib/core/standard_schema.ts";
export { BASE_URL, VERSION } from "./lib/core/version.ts";

// stores
export type {
  Body,
  ObjectInfo,
  ReadOptions,
  Store,
  StoreKey,
  StoreTraits,
  WriteOptions,
} from "./lib/stores/store.ts";

// pipeline
export type { PipelineFilter } from "./lib/pipeline/filter.ts";
export type { Binding, Node, NodeFunction } from "./lib/pipeline/node.ts";
export type { Pipeline, PipelineGraph } from "./lib/pipeline/pipeline.ts";

// datasets
export type { Dataset, DatasetTraits, TransferOptions } from "./lib/datasets/dataset.ts";
export type { DatasetContext, DatasetType, Parsed } from "./lib/datasets/dataset_type.ts";

// catalog
export type { Catalog } from "./lib/catalog/catalog.ts";

// hooks
export type { DatasetEvent, Hooks, NodeEvent, PipelineEvent, RunParams, Wait } from "./lib/hooks/hooks.ts";
