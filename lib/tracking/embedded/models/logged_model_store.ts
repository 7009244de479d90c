import { randomRunName } from "../../run_name.ts";
import type { LoggedModel } from "../../models/entities.ts";
import type { LoggedModelStore } from "../../models/model_store.ts";
import type { Database } from "../database.ts";
import { searchTable } from "../search/search_table.ts";
import { LOGGED_MODEL_TABLE } from "../search/searched_tables.ts";
import { sql } from "../search/sql.ts";
import {
  changeLoggedModel,
  createLoggedModel,
  findLoggedModel,
  type LoggedModelRow,
  readLoggedModel,
  requireLoggedModel,
  setStatus,
  writeParams,
} from "./logged_models.ts";
import { listModelFiles, placeOf, readModelFile, writeModelFile } from "./model_files.ts";
import { readRunModels, writeRunModels } from "./run_models.ts";
import type { Direct, ModelStoreParts } from "./store_parts.ts";
import { LOGGED_MODEL_TAGS, removeTag, writeTags } from "./tags.ts";

/** The models of an embedded store that runs log. */
export function loggedModelStore(
  { connection, places, clock, random }: ModelStoreParts,
): Direct<LoggedModelStore> {
  const read = (): Database => connection.forReading();
  const toModel = (row: LoggedModelRow): LoggedModel => {
    const { store, root } = placeOf(places, row);
    return readLoggedModel(read(), row, store.uri(root));
  };
  const change = (
    modelId: string,
    work: (row: LoggedModelRow, database: Database) => void,
  ): LoggedModelRow => {
    const database = connection.forWriting();
    return changeLoggedModel(database, modelId, { now: clock.now(), change: (row) => work(row, database) });
  };
  return {
    createLoggedModel({ experimentId, name, modelType = "", sourceRunId, params = {}, tags = {} }) {
      const modelId = `m-${crypto.randomUUID().replaceAll("-", "")}`;
      return toModel(createLoggedModel(connection.forWriting(), {
        modelId,
        experimentId,
        name: name ?? randomRunName(random),
        modelType,
        sourceRunId,
        params,
        tags,
        now: clock.now(),
      }));
    },
    getLoggedModel(modelId) {
      const row = findLoggedModel(read(), modelId);
      return row && toModel(row);
    },
    finalizeLoggedModel: (modelId, status, message) =>
      toModel(change(modelId, (row, database) => setStatus(database, row, { status, message }))),
    searchLoggedModels({ experimentIds, ...options } = {}) {
      const where = experimentIds === undefined
        ? sql`t.experiment IN (SELECT experiment FROM experiments WHERE lifecycle_stage = 'active')`
        : sql`CAST(t.experiment AS TEXT) IN (SELECT value FROM json_each(${JSON.stringify(experimentIds)}))`;
      const { rows, nextPageToken } = searchTable<LoggedModelRow>(read(), LOGGED_MODEL_TABLE, {
        ...options,
        where: sql`t.lifecycle_stage = 'active' AND ${where}`,
      });
      return { items: rows.map(toModel), nextPageToken };
    },
    deleteLoggedModel(modelId) {
      change(modelId, ({ model }, database) => {
        database.run("UPDATE logged_models SET lifecycle_stage = 'deleted' WHERE model = ?", model);
      });
    },
    setLoggedModelTags(modelId, tags) {
      change(modelId, ({ model }, database) => writeTags(database, LOGGED_MODEL_TAGS, { of: [model], tags }));
    },
    deleteLoggedModelTag(modelId, key) {
      change(modelId, ({ model }, database) => removeTag(database, LOGGED_MODEL_TAGS, { of: [model], key }));
    },
    logLoggedModelParams(modelId, params) {
      change(modelId, (row, database) => writeParams(database, row, params));
    },
    logRunModels: (runId, models) => writeRunModels(connection.forWriting(), runId, models),
    getRunModels: (runId) => readRunModels(read(), runId),
    writeModelArtifact(modelId, path, content) {
      const row = requireLoggedModel(connection.forWriting(), modelId);
      return writeModelFile(placeOf(places, row), row, { path, content });
    },
    listModelArtifacts: (modelId) => listModelFiles(placeOf(places, requireLoggedModel(read(), modelId))),
    readModelArtifact(modelId, path, range) {
      const row = requireLoggedModel(read(), modelId);
      return readModelFile(placeOf(places, row), row, { path, range });
    },
  };
}
