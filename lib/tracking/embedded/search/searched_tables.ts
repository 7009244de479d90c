import { EXPERIMENTS, LOGGED_MODELS, MODEL_VERSIONS, REGISTERED_MODELS } from "../../search/vocabulary.ts";
import type { SearchedTable } from "./search_table.ts";

/** Rows of `experiments`, the newest first. */
export const EXPERIMENT_TABLE: SearchedTable = {
  vocabulary: EXPERIMENTS,
  from: "experiments AS t",
  select: "t.*",
  columns: {
    name: "t.name",
    experiment_id: "t.experiment",
    creation_time: "t.creation_time",
    last_update_time: "t.last_update_time",
  },
  entries: { tag: "experiment_tags WHERE experiment = t.experiment" },
  lastOrder: "t.creation_time DESC, t.experiment DESC",
};

/** Rows of `registered_models`, by name. */
export const REGISTERED_MODEL_TABLE: SearchedTable = {
  vocabulary: REGISTERED_MODELS,
  from: "registered_models AS t",
  select: "t.*",
  columns: {
    name: "t.name",
    creation_timestamp: "t.creation_time",
    last_updated_timestamp: "t.last_update_time",
  },
  entries: { tag: "registered_model_tags WHERE registered = t.registered" },
  lastOrder: "t.name",
};

/** Rows of `model_versions` with the `name` of their model, the last changed first. */
export const MODEL_VERSION_TABLE: SearchedTable = {
  vocabulary: MODEL_VERSIONS,
  from: "model_versions AS t JOIN registered_models AS m ON m.registered = t.registered",
  select: "t.*, m.name",
  columns: {
    name: "m.name",
    version_number: "t.version",
    run_id: "t.run_id",
    source_path: "t.source",
    creation_timestamp: "t.creation_time",
    last_updated_timestamp: "t.last_update_time",
  },
  entries: { tag: "model_version_tags WHERE registered = t.registered AND version = t.version" },
  lastOrder: "t.last_update_time DESC, m.name, t.version DESC",
};

/** Rows of `logged_models`, the newest first. */
export const LOGGED_MODEL_TABLE: SearchedTable = {
  vocabulary: LOGGED_MODELS,
  from: "logged_models AS t",
  select: "t.*",
  columns: {
    name: "t.name",
    model_id: "t.model_id",
    model_type: "t.model_type",
    status: "t.status",
    source_run_id: "t.source_run_id",
    creation_timestamp: "t.creation_time",
    last_updated_timestamp: "t.last_update_time",
  },
  entries: {
    metric: "logged_model_metrics WHERE model = t.model",
    param: "logged_model_params WHERE model = t.model",
    tag: "logged_model_tags WHERE model = t.model",
  },
  lastOrder: "t.creation_time DESC, t.model DESC",
};
