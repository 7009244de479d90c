import {
  checkAlias,
  checkArchiving,
  checkModelName,
  checkModelTag,
  parseStage,
} from "../models/model_names.ts";
import type { ModelRegistry } from "../models/model_store.ts";
import { checkMaxResults } from "../page.ts";
import { ask, askOptional, MISSING, WRONG } from "./ask.ts";
import type { MlflowConnection } from "./connection.ts";
import {
  createModelVersionRequest,
  createRegisteredModelRequest,
  deleteModelAliasRequest,
  deleteModelVersionRequest,
  deleteModelVersionTagRequest,
  deleteRegisteredModelRequest,
  deleteRegisteredModelTagRequest,
  getModelAliasRequest,
  getModelVersionRequest,
  getRegisteredModelRequest,
  latestVersionsRequest,
  renameRegisteredModelRequest,
  searchModelVersionsRequest,
  searchRegisteredModelsRequest,
  setModelAliasRequest,
  setModelVersionTagRequest,
  setRegisteredModelTagRequest,
  transitionStageRequest,
  updateModelVersionRequest,
  updateRegisteredModelRequest,
} from "./requests/registry_requests.ts";
import { resolveVersionSource } from "./version_source.ts";
import { type Fields, listOf, nextPageOf, objectOf } from "./wire/fields.ts";
import { readModelVersion, readRegisteredModel } from "./wire/read_model.ts";

/** The registered models of a server. */
export function registryPart(connection: MlflowConnection): ModelRegistry {
  const modelOf = (answer: Fields) => readRegisteredModel(objectOf(answer, "registered_model"));
  const versionOf = (answer: Fields) => readModelVersion(objectOf(answer, "model_version"));

  return {
    async createRegisteredModel(name, options = {}) {
      checkModelName(name);
      checkTags(options.tags);
      return modelOf(await ask(connection, createRegisteredModelRequest(name, options)));
    },
    async getRegisteredModel(name) {
      const answer = await askOptional(connection, getRegisteredModelRequest(name));
      return answer && modelOf(answer);
    },
    async searchRegisteredModels(search = {}) {
      checkMaxResults(search.maxResults ?? 1000, "registered models");
      const answer = await ask(connection, searchRegisteredModelsRequest(search));
      return {
        items: listOf(answer, "registered_models").map(readRegisteredModel),
        nextPageToken: nextPageOf(answer),
      };
    },
    async renameRegisteredModel(name, newName) {
      checkModelName(newName);
      await connection.send(renameRegisteredModelRequest(name, newName));
    },
    async updateRegisteredModel(name, { description }) {
      await connection.send(updateRegisteredModelRequest(name, description));
    },
    async deleteRegisteredModel(name) {
      await connection.send(deleteRegisteredModelRequest(name));
    },
    async setRegisteredModelTag(name, key, value) {
      checkModelTag(key, value);
      await connection.send(setRegisteredModelTagRequest(name, key, value));
    },
    async deleteRegisteredModelTag(name, key) {
      await connection.send(deleteRegisteredModelTagRequest(name, key));
    },
    async createModelVersion(name, options) {
      checkModelName(name);
      checkTags(options.tags);
      const { runId, modelId } = await resolveVersionSource(connection, options);
      return versionOf(
        await ask(connection, createModelVersionRequest(name, { ...options, runId, modelId })),
      );
    },
    async getModelVersion(name, version) {
      const answer = await askOptional(connection, getModelVersionRequest({ name, version }));
      return answer && versionOf(answer);
    },
    async getLatestVersions(name, stages) {
      const answer = await ask(connection, latestVersionsRequest(name, stages?.map(parseStage)));
      return listOf(answer, "model_versions").map(readModelVersion);
    },
    async searchModelVersions(search = {}) {
      checkMaxResults(search.maxResults ?? 1000, "versions of models");
      const answer = await ask(connection, searchModelVersionsRequest(search));
      return {
        items: listOf(answer, "model_versions").map(readModelVersion),
        nextPageToken: nextPageOf(answer),
      };
    },
    async updateModelVersion(name, version, { description }) {
      await connection.send(updateModelVersionRequest({ name, version }, description));
    },
    async deleteModelVersion(name, version) {
      await connection.send(deleteModelVersionRequest({ name, version }));
    },
    async transitionModelVersionStage(name, version, stage, { archiveExisting = false } = {}) {
      const target = parseStage(stage);
      if (archiveExisting) checkArchiving(target);
      const request = transitionStageRequest({ name, version }, target, archiveExisting);
      return versionOf(await ask(connection, request));
    },
    async setModelVersionTag(name, version, tag) {
      checkModelTag(...tag);
      await connection.send(setModelVersionTagRequest({ name, version }, tag));
    },
    async deleteModelVersionTag(name, version, key) {
      await connection.send(deleteModelVersionTagRequest({ name, version }, key));
    },
    async setModelAlias(name, alias, version) {
      checkAlias(alias);
      await connection.send(setModelAliasRequest({ name, version }, alias));
    },
    async deleteModelAlias(name, alias) {
      await connection.send(deleteModelAliasRequest(name, alias));
    },
    async getModelVersionByAlias(name, alias) {
      checkAlias(alias);
      // An alias that is not there is a wrong value to the server.
      const answer = await askOptional(connection, getModelAliasRequest(name, alias), [MISSING, WRONG]);
      return answer && versionOf(answer);
    },
  };
}

function checkTags(tags: Readonly<Record<string, string>> = {}): void {
  for (const [key, value] of Object.entries(tags)) checkModelTag(key, value);
}
