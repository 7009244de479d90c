import type { FieldKind } from "./condition.ts";

/** What can be said about one kind of thing in a filter and an order, as in MLflow. */
export interface Vocabulary {
  /** What is searched, in messages: `runs`. */
  readonly things: string;
  /** Attributes and the type of their values. */
  readonly attributes: Readonly<Record<string, "text" | "number">>;
  /** Other names of attributes. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Attributes that `IN` works with. */
  readonly listed: readonly string[];
  /** Kinds of fields besides attributes. */
  readonly kinds: readonly FieldKind[];
  /** Attributes to order by, where these are not the ones to filter by. */
  readonly orderable: readonly string[];
  /** Kinds of fields to order by besides attributes. */
  readonly orderableKinds: readonly FieldKind[];
}

/** How runs are searched. */
export const RUNS: Vocabulary = {
  things: "runs",
  attributes: {
    run_id: "text",
    run_name: "text",
    status: "text",
    artifact_uri: "text",
    user_id: "text",
    start_time: "number",
    end_time: "number",
  },
  aliases: {
    "created": "start_time",
    "Created": "start_time",
    "run name": "run_name",
    "Run name": "run_name",
    "Run Name": "run_name",
  },
  listed: ["run_id"],
  kinds: ["metric", "param", "tag", "dataset"],
  orderable: ["run_id", "run_name", "status", "artifact_uri", "user_id", "start_time", "end_time"],
  orderableKinds: ["metric", "param", "tag"],
};

/** How experiments are searched. */
export const EXPERIMENTS: Vocabulary = {
  things: "experiments",
  attributes: { name: "text", creation_time: "number", last_update_time: "number" },
  aliases: {},
  listed: [],
  kinds: ["tag"],
  orderable: ["name", "experiment_id", "creation_time", "last_update_time"],
  orderableKinds: [],
};

/** How registered models are searched. */
export const REGISTERED_MODELS: Vocabulary = {
  things: "registered models",
  attributes: { name: "text" },
  aliases: { timestamp: "last_updated_timestamp" },
  listed: [],
  kinds: ["tag"],
  orderable: ["name", "creation_timestamp", "last_updated_timestamp"],
  orderableKinds: [],
};

/** How versions of registered models are searched. */
export const MODEL_VERSIONS: Vocabulary = {
  things: "model versions",
  attributes: {
    name: "text",
    version_number: "number",
    run_id: "text",
    source_path: "text",
    creation_timestamp: "number",
    last_updated_timestamp: "number",
  },
  aliases: {},
  listed: ["run_id"],
  kinds: ["tag"],
  orderable: ["name", "version_number", "creation_timestamp", "last_updated_timestamp"],
  orderableKinds: [],
};

/** How logged models are searched. */
export const LOGGED_MODELS: Vocabulary = {
  things: "logged models",
  attributes: {
    name: "text",
    model_id: "text",
    model_type: "text",
    status: "text",
    source_run_id: "text",
    creation_timestamp: "number",
    last_updated_timestamp: "number",
  },
  aliases: { creation_time: "creation_timestamp", last_updated_time: "last_updated_timestamp" },
  listed: [],
  kinds: ["metric", "param", "tag"],
  orderable: ["name", "model_id", "model_type", "status", "creation_timestamp", "last_updated_timestamp"],
  orderableKinds: ["metric", "param"],
};

/** Prefixes of fields, as MLflow takes them. */
export const PREFIXES: Readonly<Record<string, FieldKind>> = {
  metrics: "metric",
  metric: "metric",
  params: "param",
  param: "param",
  parameters: "param",
  parameter: "param",
  tags: "tag",
  tag: "tag",
  attributes: "attribute",
  attribute: "attribute",
  attr: "attribute",
  run: "attribute",
  datasets: "dataset",
  dataset: "dataset",
};

/** What of a dataset can be searched. */
export const DATASET_FIELDS: readonly string[] = ["name", "digest", "context"];
