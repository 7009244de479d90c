import type { Issue } from "./issue.ts";

/** Raised when configuration files cannot be found, read or understood. */
export class ConfigError extends Error {
  /** Always `"ConfigError"`. */
  override readonly name = "ConfigError";
  /** Every problem found, in file order. */
  readonly issues: readonly Issue[];

  /** Create an error about the configuration. */
  constructor(message: string, facts: { readonly issues?: readonly Issue[] } = {}, options?: ErrorOptions) {
    super(message, options);
    this.issues = facts.issues ?? [];
  }

  /** File of the first problem, if it has one. */
  get file(): string | undefined {
    return this.issues[0]?.place?.file;
  }

  /** Line of the first problem, if it has one. */
  get line(): number | undefined {
    return this.issues[0]?.place?.line;
  }
}

/** Raised when the catalog, or an entry of it, is wrong. */
export class CatalogError extends Error {
  /** Always `"CatalogError"`. */
  override readonly name = "CatalogError";
  /** Name of the entry, when the error is about one. */
  readonly entry: string | undefined;
  /** Every problem found. */
  readonly issues: readonly Issue[];

  /** Create an error about the catalog. */
  constructor(
    message: string,
    facts: { readonly entry?: string | undefined; readonly issues?: readonly Issue[] } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.entry = facts.entry;
    this.issues = facts.issues ?? [];
  }
}

/** Raised when a dataset cannot be loaded or saved. */
export class DatasetError extends Error {
  /** Always `"DatasetError"`. */
  override readonly name = "DatasetError";
  /** Catalog name of the dataset, or its type when it has no name. */
  readonly dataset: string;
  /** Where its data lives, when it lives somewhere. */
  readonly uri: string | undefined;
  /** What is wrong with the value, when its schema says so. */
  readonly issues: readonly Issue[];

  /** Create an error about one dataset. */
  constructor(
    message: string,
    facts: {
      readonly dataset: string;
      readonly uri?: string | undefined;
      readonly issues?: readonly Issue[];
    },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.dataset = facts.dataset;
    this.uri = facts.uri;
    this.issues = facts.issues ?? [];
  }
}

/** Why a store refused. */
export type StoreErrorKind = "missing" | "denied" | "unavailable" | "conflict" | "corrupt";

/** Raised when bytes cannot be read from or written to a store. */
export class StoreError extends Error {
  /** Always `"StoreError"`. */
  override readonly name = "StoreError";
  /** The object in question. */
  readonly uri: string;
  /** Why. */
  readonly kind: StoreErrorKind;

  /** Create an error about one object. */
  constructor(
    message: string,
    facts: { readonly uri: string; readonly kind: StoreErrorKind },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.uri = facts.uri;
    this.kind = facts.kind;
  }
}

/** Raised when nodes do not make a pipeline, or a selection of one makes no sense. */
export class PipelineError extends Error {
  /** Always `"PipelineError"`. */
  override readonly name = "PipelineError";
  /** Every problem found. */
  readonly issues: readonly Issue[];

  /** Create an error about a pipeline. */
  constructor(message: string, facts: { readonly issues?: readonly Issue[] } = {}, options?: ErrorOptions) {
    super(message, options);
    this.issues = facts.issues ?? [];
  }
}

/** Raised when a node fails; the original error is its `cause`. */
export class NodeError extends Error {
  /** Always `"NodeError"`. */
  override readonly name = "NodeError";
  /** Name of the node. */
  readonly node: string;
  /** Names of the datasets it was given. */
  readonly inputs: readonly string[];

  /** Create an error about one node. */
  constructor(
    message: string,
    facts: { readonly node: string; readonly inputs: readonly string[] },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.node = facts.node;
    this.inputs = facts.inputs;
  }
}

/** Raised when a run cannot be recorded or found. */
export class TrackingError extends Error {
  /** Always `"TrackingError"`. */
  override readonly name = "TrackingError";
  /** The store: a path or URL. */
  readonly endpoint: string | undefined;
  /** HTTP status, when a server answered. */
  readonly status: number | undefined;
  /** MLflow's error code, such as `RESOURCE_DOES_NOT_EXIST`. */
  readonly code: string | undefined;

  /** Create an error about tracking. */
  constructor(
    message: string,
    facts: {
      readonly endpoint?: string | undefined;
      readonly status?: number | undefined;
      readonly code?: string | undefined;
    } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.endpoint = facts.endpoint;
    this.status = facts.status;
    this.code = facts.code;
  }
}

/** Raised when a model cannot be packaged, loaded or asked. */
export class ModelError extends Error {
  /** Always `"ModelError"`. */
  override readonly name = "ModelError";
  /** The model: a name or URI. */
  readonly model: string;
  /** Every problem found. */
  readonly issues: readonly Issue[];

  /** Create an error about one model. */
  constructor(
    message: string,
    facts: { readonly model: string; readonly issues?: readonly Issue[] },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.model = facts.model;
    this.issues = facts.issues ?? [];
  }
}
