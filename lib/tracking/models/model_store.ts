import type { Body, ReadOptions } from "../../stores/store.ts";
import type { Page } from "../page.ts";
import type {
  LoggedModel,
  LoggedModelStatus,
  ModelStage,
  ModelVersion,
  RegisteredModel,
  RunModel,
} from "./entities.ts";

/** How to make a logged model. */
export interface CreateLoggedModelOptions {
  /** Its experiment. */
  readonly experimentId: string;
  /** Its name. @default {three random words} */
  readonly name?: string | undefined;
  /** What sort of model it is. */
  readonly modelType?: string | undefined;
  /** The run that logs it. */
  readonly sourceRunId?: string | undefined;
  /** Params to begin with. */
  readonly params?: Readonly<Record<string, string>> | undefined;
  /** Tags to begin with. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Which models or versions to find. */
export interface SearchModelsOptions {
  /** Conditions in MLflow's words, joined by `AND`: `name = 'forest' AND tags.team = 'birds'`. */
  readonly filter?: string | undefined;
  /** By what to order: `name`, `last_updated_timestamp DESC`. */
  readonly orderBy?: readonly string[] | undefined;
  /** At most so many. @default {1000} */
  readonly maxResults?: number | undefined;
  /** Continue after the last page. */
  readonly pageToken?: string | undefined;
}

/** Which logged models to find. */
export interface SearchLoggedModelsOptions extends SearchModelsOptions {
  /** Experiments to look in. @default {all active ones} */
  readonly experimentIds?: readonly string[] | undefined;
}

/** What is known of a file of a model. */
export interface ModelFile {
  /** Path below the model, with `/`. */
  readonly path: string;
  /** Size in bytes. */
  readonly size: number;
}

/** Models that runs log, with their files. */
export interface LoggedModelStore {
  /** Make a model with status PENDING; its files follow. */
  createLoggedModel(options: CreateLoggedModelOptions): Promise<LoggedModel>;
  /** A model by its id, or `undefined`; deleted ones are gone. */
  getLoggedModel(modelId: string): Promise<LoggedModel | undefined>;
  /** Say that the files of a model are there, or that they could not be stored. */
  finalizeLoggedModel(
    modelId: string,
    status: Exclude<LoggedModelStatus, "PENDING">,
    message?: string,
  ): Promise<LoggedModel>;
  /** Models, newest first unless an order is given. */
  searchLoggedModels(options?: SearchLoggedModelsOptions): Promise<Page<LoggedModel>>;
  /** Delete a model; its files stay. */
  deleteLoggedModel(modelId: string): Promise<void>;
  /** Set tags of a model. */
  setLoggedModelTags(modelId: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Remove a tag of a model. */
  deleteLoggedModelTag(modelId: string, key: string): Promise<void>;
  /** Write params of a model. One that has another value already is refused. */
  logLoggedModelParams(modelId: string, params: Readonly<Record<string, string>>): Promise<void>;
  /** Record that a run read or made models; what is told again is stored once. */
  logRunModels(runId: string, models: readonly RunModel[]): Promise<void>;
  /** The models that a run read or made. */
  getRunModels(runId: string): Promise<readonly RunModel[]>;
  /** Store a file of a model. */
  writeModelArtifact(modelId: string, path: string, content: Body): Promise<ModelFile>;
  /** Every file of a model, in order of their paths. */
  listModelArtifacts(modelId: string): Promise<readonly ModelFile[]>;
  /** Bytes of a file of a model, all or those from `start` up to, not including, `end`. */
  readModelArtifact(
    modelId: string,
    path: string,
    range?: Pick<ReadOptions, "start" | "end" | "signal">,
  ): Promise<ReadableStream<Uint8Array>>;
}

/** What a version is made of. */
export interface CreateModelVersionOptions {
  /** Where its files are: `models:/m-8f3c…`, `runs:/8f3c…/model` or the URI of a store that is no path of this machine. */
  readonly source: string;
  /** The run that made it. @default {that of the source} */
  readonly runId?: string | undefined;
  /** Link to that run. */
  readonly runLink?: string | undefined;
  /** Description. */
  readonly description?: string | undefined;
  /** Tags. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Registered models: names, versions and aliases. */
export interface ModelRegistry {
  /** Make a registered model; code `RESOURCE_ALREADY_EXISTS` when the name is taken. */
  createRegisteredModel(
    name: string,
    options?: {
      readonly description?: string | undefined;
      readonly tags?: Readonly<Record<string, string>> | undefined;
    },
  ): Promise<RegisteredModel>;
  /** A registered model, or `undefined`. */
  getRegisteredModel(name: string): Promise<RegisteredModel | undefined>;
  /** Registered models, by name unless an order is given. */
  searchRegisteredModels(options?: SearchModelsOptions): Promise<Page<RegisteredModel>>;
  /** Give a registered model, with its versions, another name. */
  renameRegisteredModel(name: string, newName: string): Promise<void>;
  /** Change the description of a registered model. */
  updateRegisteredModel(name: string, change: { readonly description: string }): Promise<void>;
  /** Remove a registered model with its versions; the logged models stay. */
  deleteRegisteredModel(name: string): Promise<void>;
  /** Set a tag of a registered model. */
  setRegisteredModelTag(name: string, key: string, value: string): Promise<void>;
  /** Remove a tag of a registered model. */
  deleteRegisteredModelTag(name: string, key: string): Promise<void>;
  /** Make the next version of a registered model. Numbers are never used twice. */
  createModelVersion(name: string, options: CreateModelVersionOptions): Promise<ModelVersion>;
  /** A version, or `undefined`. */
  getModelVersion(name: string, version: string): Promise<ModelVersion | undefined>;
  /** The newest version of each of these stages. @default {all stages} */
  getLatestVersions(name: string, stages?: readonly string[]): Promise<readonly ModelVersion[]>;
  /** Versions, the last changed first unless an order is given. */
  searchModelVersions(options?: SearchModelsOptions): Promise<Page<ModelVersion>>;
  /** Change the description of a version. */
  updateModelVersion(name: string, version: string, change: { readonly description: string }): Promise<void>;
  /** Remove a version and the aliases that point to it. */
  deleteModelVersion(name: string, version: string): Promise<void>;
  /** Move a version to a stage, and those that are there to `Archived` if that is asked for. */
  transitionModelVersionStage(
    name: string,
    version: string,
    stage: ModelStage,
    options?: { readonly archiveExisting?: boolean | undefined },
  ): Promise<ModelVersion>;
  /** Set a tag of a version. */
  setModelVersionTag(
    name: string,
    version: string,
    tag: readonly [key: string, value: string],
  ): Promise<void>;
  /** Remove a tag of a version. */
  deleteModelVersionTag(name: string, version: string, key: string): Promise<void>;
  /** Point an alias to a version; it pointed to another one before, or was not there. */
  setModelAlias(name: string, alias: string, version: string): Promise<void>;
  /** Remove an alias; nothing happens when there is none. */
  deleteModelAlias(name: string, alias: string): Promise<void>;
  /** The version that an alias points to, or `undefined`. */
  getModelVersionByAlias(name: string, alias: string): Promise<ModelVersion | undefined>;
}

/** Logged and registered models. */
export interface ModelStore extends LoggedModelStore, ModelRegistry {}
