import type { ModelStage } from "../../models/entities.ts";
import type { SearchModelsOptions } from "../../models/model_store.ts";
import type { MlflowRequest } from "../mlflow_request.ts";
import { toPairs } from "../wire/fields.ts";
import { deleteRequest, getRequest, patchRequest, postRequest } from "./api.ts";

const MODELS = "registered-models";
const VERSIONS = "model-versions";

/** A version: the name of its model, and its number. */
export interface VersionKey {
  /** Name of the registered model. */
  readonly name: string;
  /** Its number. */
  readonly version: string;
}

/** Make a registered model: `{ registered_model }`. Repeated, it is refused as `RESOURCE_ALREADY_EXISTS`. */
export function createRegisteredModelRequest(
  name: string,
  { description, tags }: {
    readonly description?: string | undefined;
    readonly tags?: Readonly<Record<string, string>> | undefined;
  } = {},
): MlflowRequest {
  const json = { name, description, tags: toPairs(tags) };
  return postRequest(`${MODELS}/create`, json, { what: `register model "${name}"` });
}

/** Ask for a registered model: `{ registered_model }`. */
export function getRegisteredModelRequest(name: string): MlflowRequest {
  return getRequest(`${MODELS}/get`, { what: `look up registered model "${name}"`, query: { name } });
}

/** Find registered models: `{ registered_models, next_page_token }`. */
export function searchRegisteredModelsRequest(search: SearchModelsOptions): MlflowRequest {
  return getRequest(`${MODELS}/search`, { what: "search registered models", query: toQuery(search) });
}

/** Give a registered model another name. */
export function renameRegisteredModelRequest(name: string, newName: string): MlflowRequest {
  const json = { name, new_name: newName };
  return postRequest(`${MODELS}/rename`, json, { what: `rename registered model "${name}" to "${newName}"` });
}

/** Describe a registered model. */
export function updateRegisteredModelRequest(name: string, description: string): MlflowRequest {
  return patchRequest(`${MODELS}/update`, { name, description }, {
    what: `change registered model "${name}"`,
    isRepeatable: true,
  });
}

/** Remove a registered model. */
export function deleteRegisteredModelRequest(name: string): MlflowRequest {
  return deleteRequest(`${MODELS}/delete`, { name }, { what: `remove registered model "${name}"` });
}

/** Set a tag of a registered model. */
export function setRegisteredModelTagRequest(name: string, key: string, value: string): MlflowRequest {
  return postRequest(`${MODELS}/set-tag`, { name, key, value }, {
    what: `set tag "${key}" of registered model "${name}"`,
    isRepeatable: true,
  });
}

/** Remove a tag of a registered model. */
export function deleteRegisteredModelTagRequest(name: string, key: string): MlflowRequest {
  return deleteRequest(`${MODELS}/delete-tag`, { name, key }, {
    what: `remove tag "${key}" of registered model "${name}"`,
    isRepeatable: true,
  });
}

/** What a version is made of, in the words of the server. */
export interface NewVersion {
  /** Where its files are. */
  readonly source: string;
  /** The run that made it. */
  readonly runId?: string | undefined;
  /** The logged model that it is. */
  readonly modelId?: string | undefined;
  /** Link to its run. */
  readonly runLink?: string | undefined;
  /** Description. */
  readonly description?: string | undefined;
  /** Tags. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Make the next version: `{ model_version }`. Repeated, it would make another one. */
export function createModelVersionRequest(
  name: string,
  { source, runId, modelId, runLink, description, tags }: NewVersion,
): MlflowRequest {
  const json = {
    ...{ name, source, description },
    run_id: runId,
    model_id: modelId,
    run_link: runLink,
    tags: toPairs(tags),
  };
  return postRequest(`${VERSIONS}/create`, json, { what: `register "${source}" as model "${name}"` });
}

/** Ask for a version: `{ model_version }`. */
export function getModelVersionRequest({ name, version }: VersionKey): MlflowRequest {
  return getRequest(`${VERSIONS}/get`, {
    what: `look up version ${version} of model "${name}"`,
    query: { name, version },
  });
}

/** Ask for the newest version of each stage: `{ model_versions }`. */
export function latestVersionsRequest(
  name: string,
  stages: readonly ModelStage[] | undefined,
): MlflowRequest {
  return postRequest(`${MODELS}/get-latest-versions`, { name, stages }, {
    what: `look up versions of model "${name}"`,
    isRepeatable: true,
  });
}

/** Find versions: `{ model_versions, next_page_token }`. */
export function searchModelVersionsRequest(search: SearchModelsOptions): MlflowRequest {
  return getRequest(`${VERSIONS}/search`, { what: "search versions of models", query: toQuery(search) });
}

/** Describe a version. */
export function updateModelVersionRequest(key: VersionKey, description: string): MlflowRequest {
  return patchRequest(`${VERSIONS}/update`, { ...key, description }, {
    what: `change ${nameOf(key)}`,
    isRepeatable: true,
  });
}

/** Remove a version. */
export function deleteModelVersionRequest(key: VersionKey): MlflowRequest {
  return deleteRequest(`${VERSIONS}/delete`, { ...key }, { what: `remove ${nameOf(key)}` });
}

/** Move a version to a stage: `{ model_version }`. */
export function transitionStageRequest(
  key: VersionKey,
  stage: ModelStage,
  archiveExisting: boolean,
): MlflowRequest {
  const json = { ...key, stage, archive_existing_versions: archiveExisting };
  return postRequest(`${VERSIONS}/transition-stage`, json, {
    what: `move ${nameOf(key)} to ${stage}`,
    isRepeatable: true,
  });
}

/** Set a tag of a version. */
export function setModelVersionTagRequest(key: VersionKey, tag: readonly [string, string]): MlflowRequest {
  return postRequest(`${VERSIONS}/set-tag`, { ...key, key: tag[0], value: tag[1] }, {
    what: `set tag "${tag[0]}" of ${nameOf(key)}`,
    isRepeatable: true,
  });
}

/** Remove a tag of a version. */
export function deleteModelVersionTagRequest(version: VersionKey, key: string): MlflowRequest {
  return deleteRequest(`${VERSIONS}/delete-tag`, { ...version, key }, {
    what: `remove tag "${key}" of ${nameOf(version)}`,
    isRepeatable: true,
  });
}

/** Point an alias to a version. */
export function setModelAliasRequest({ name, version }: VersionKey, alias: string): MlflowRequest {
  return postRequest(`${MODELS}/alias`, { name, alias, version }, {
    what: `point alias "${alias}" to version ${version} of model "${name}"`,
    isRepeatable: true,
  });
}

/** Remove an alias. */
export function deleteModelAliasRequest(name: string, alias: string): MlflowRequest {
  return deleteRequest(`${MODELS}/alias`, { name, alias }, {
    what: `remove alias "${alias}" of model "${name}"`,
    isRepeatable: true,
  });
}

/** Ask for the version of an alias: `{ model_version }`; code `INVALID_PARAMETER_VALUE` when there is none. */
export function getModelAliasRequest(name: string, alias: string): MlflowRequest {
  return getRequest(`${MODELS}/alias`, {
    what: `look up alias "${alias}" of model "${name}"`,
    query: { name, alias },
  });
}

function nameOf({ name, version }: VersionKey): string {
  return `version ${version} of model "${name}"`;
}

function toQuery(
  { filter, orderBy, maxResults = 1000, pageToken }: SearchModelsOptions,
): MlflowRequest["query"] {
  return { filter, order_by: orderBy, max_results: maxResults, page_token: pageToken };
}
