import type { ModelVersion } from "../../models/entities.ts";
import type { ModelRegistry } from "../../models/model_store.ts";
import type { Database } from "../database.ts";
import { searchTable } from "../search/search_table.ts";
import { MODEL_VERSION_TABLE, REGISTERED_MODEL_TABLE } from "../search/searched_tables.ts";
import { removeAlias, setAlias } from "./aliases.ts";
import {
  findVersion,
  findVersionByAlias,
  insertVersion,
  latestVersions,
  type ModelVersionRow,
  readVersion,
  removeVersion,
  requireVersion,
  setStage,
} from "./model_versions.ts";
import { checkAlias, checkModelName, parseStage } from "../../models/model_names.ts";
import {
  changeRegisteredModel,
  createRegisteredModel,
  deleteRegisteredModel,
  findRegisteredModel,
  readRegisteredModel,
  type RegisteredModelRow,
  rename,
  requireRegisteredModel,
} from "./registered_models.ts";
import type { Direct, ModelStoreParts } from "./store_parts.ts";
import { MODEL_VERSION_TAGS, REGISTERED_MODEL_TAGS, removeTag, writeTags } from "./tags.ts";
import { noteVersion, readSource } from "./version_source.ts";

/** The registered models of an embedded store. */
export function modelRegistry({ connection, clock }: ModelStoreParts): Direct<ModelRegistry> {
  const read = (): Database => connection.forReading();
  const toVersion = (row: ModelVersionRow): ModelVersion => readVersion(read(), row);
  const changeModel = (name: string, work: (row: RegisteredModelRow, database: Database) => void): void => {
    const database = connection.forWriting();
    changeRegisteredModel(database, name, { now: clock.now(), change: (row) => work(row, database) });
  };
  const changeVersion = (
    name: string,
    version: string,
    work: (row: ModelVersionRow, database: Database) => void,
  ): void =>
    changeModel(name, (model, database) => {
      const row = requireVersion(database, model, version);
      work(row, database);
      database.run(
        "UPDATE model_versions SET last_update_time = ? WHERE registered = ? AND version = ?",
        clock.now(),
        row.registered,
        row.version,
      );
    });
  return {
    createRegisteredModel(name, { description, tags = {} } = {}) {
      const row = createRegisteredModel(connection.forWriting(), name, {
        description,
        tags,
        now: clock.now(),
      });
      return readRegisteredModel(read(), row);
    },
    getRegisteredModel(name) {
      const row = findRegisteredModel(read(), name);
      return row && readRegisteredModel(read(), row);
    },
    searchRegisteredModels(options = {}) {
      const { rows, nextPageToken } = searchTable<RegisteredModelRow>(
        read(),
        REGISTERED_MODEL_TABLE,
        options,
      );
      return { items: rows.map((row) => readRegisteredModel(read(), row)), nextPageToken };
    },
    renameRegisteredModel: (name, newName) =>
      changeModel(name, (row, database) => rename(database, row, newName)),
    updateRegisteredModel: (name, { description }) =>
      changeModel(name, ({ registered }, database) => {
        const text = "UPDATE registered_models SET description = ? WHERE registered = ?";
        database.run(text, description, registered);
      }),
    deleteRegisteredModel: (name) => deleteRegisteredModel(connection.forWriting(), name),
    setRegisteredModelTag: (name, key, value) =>
      changeModel(name, ({ registered }, database) => {
        writeTags(database, REGISTERED_MODEL_TAGS, { of: [registered], tags: { [key]: value } });
      }),
    deleteRegisteredModelTag: (name, key) =>
      changeModel(name, ({ registered }, database) => {
        removeTag(database, REGISTERED_MODEL_TAGS, { of: [registered], key });
      }),
    createModelVersion(name, { source, runId, runLink, description, tags = {} }) {
      checkModelName(name);
      const database = connection.forWriting();
      const row = database.transaction(() => {
        const model = requireRegisteredModel(database, name);
        const facts = readSource(database, source, runId);
        const version = { ...facts, source, runLink, description, tags, now: clock.now() };
        const made = insertVersion(database, model, version);
        if (facts.modelId !== undefined) {
          noteVersion(database, facts.modelId, { name, version: made.version });
        }
        return made;
      });
      return toVersion(row);
    },
    getModelVersion(name, version) {
      const row = findVersion(read(), name, version);
      return row && toVersion(row);
    },
    getLatestVersions(name, stages) {
      const wanted = stages?.map(parseStage);
      return latestVersions(read(), requireRegisteredModel(read(), name))
        .filter(({ currentStage }) => wanted?.includes(currentStage) ?? true);
    },
    searchModelVersions(options = {}) {
      const { rows, nextPageToken } = searchTable<ModelVersionRow>(read(), MODEL_VERSION_TABLE, options);
      return { items: rows.map(toVersion), nextPageToken };
    },
    updateModelVersion: (name, version, { description }) =>
      changeVersion(name, version, (row, database) => {
        const text = "UPDATE model_versions SET description = ? WHERE registered = ? AND version = ?";
        database.run(text, description, row.registered, row.version);
      }),
    deleteModelVersion: (name, version) =>
      changeVersion(name, version, (row, database) => removeVersion(database, row)),
    transitionModelVersionStage(name, version, stage, { archiveExisting = false } = {}) {
      changeVersion(name, version, (row, database) => {
        setStage(database, row, { stage: parseStage(stage), archiveExisting, now: clock.now() });
      });
      return toVersion(requireVersion(read(), requireRegisteredModel(read(), name), version));
    },
    setModelVersionTag: (name, version, [key, value]) =>
      changeVersion(name, version, (row, database) => {
        writeTags(database, MODEL_VERSION_TAGS, {
          of: [row.registered, row.version],
          tags: { [key]: value },
        });
      }),
    deleteModelVersionTag: (name, version, key) =>
      changeVersion(name, version, (row, database) => {
        removeTag(database, MODEL_VERSION_TAGS, { of: [row.registered, row.version], key });
      }),
    setModelAlias: (name, alias, version) =>
      changeVersion(name, version, (row, database) => {
        setAlias(database, row.registered, { alias, version: row.version });
      }),
    deleteModelAlias: (name, alias) =>
      changeModel(name, ({ registered }, database) => removeAlias(database, registered, alias)),
    getModelVersionByAlias(name, alias) {
      checkAlias(alias);
      const row = findVersionByAlias(read(), name, alias);
      return row && toVersion(row);
    },
  };
}
