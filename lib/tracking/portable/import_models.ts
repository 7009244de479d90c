import type { LoggedModel, ModelVersion } from "../models/entities.ts";
import type { SearchModelsOptions } from "../models/model_store.ts";
import type { Page } from "../page.ts";
import type { TrackingStore } from "../tracking_store.ts";
import { aliasStays } from "./model_notes.ts";
import type { RestoredModels } from "./restore_models.ts";

/** Where a model or version was imported from, so that it is imported once. */
const ORIGIN_TAG = "kedge.origin";

/** Import the models that runs logged, and the versions of registered models that they became. */
export async function importModels(
  store: TrackingStore,
  from: TrackingStore,
  runIds: readonly string[],
): Promise<RestoredModels> {
  const models = new ModelImport(store, from);
  await models.importLogged(new Set(runIds));
  await models.importRegistered(new Set(runIds));
  return models;
}

/** An import of models on its way. */
class ModelImport implements RestoredModels {
  /** How many models and versions are new. */
  count = 0;
  /** What is not as it was there, in sentences. */
  readonly notes: string[] = [];
  readonly #store: TrackingStore;
  readonly #from: TrackingStore;
  /** Ids here by ids there. */
  readonly #ids = new Map<string, string>();

  /** Begin an import from a store. */
  constructor(store: TrackingStore, from: TrackingStore) {
    this.#store = store;
    this.#from = from;
  }

  /** Import the models that runs made or read. */
  async importLogged(runIds: ReadonlySet<string>): Promise<void> {
    for (const runId of runIds) {
      const uses = await this.#from.getRunModels(runId);
      if (uses.length === 0) continue;
      for (const { modelId } of uses) {
        if (this.#ids.has(modelId)) continue;
        const model = await this.#from.getLoggedModel(modelId);
        // Deleted since, or made by a run that stays there.
        if (model === undefined || !runIds.has(model.sourceRunId ?? "")) continue;
        this.#ids.set(modelId, await this.#importModel(model));
      }
      const known = uses.flatMap((use) => {
        const modelId = this.#ids.get(use.modelId);
        return modelId === undefined ? [] : [{ ...use, modelId }];
      });
      if (known.length > 0) await this.#store.logRunModels(runId, known);
    }
  }

  /** Import the versions that are of these models, or were made by these runs. */
  async importRegistered(runIds: ReadonlySet<string>): Promise<void> {
    for await (const model of every((page) => this.#from.searchRegisteredModels(page))) {
      const filter = `name = ${quote(model.name)}`;
      const versions: ModelVersion[] = [];
      for await (const version of every((page) => this.#from.searchModelVersions({ ...page, filter }))) {
        if (this.#ids.has(version.modelId ?? "") || runIds.has(version.runId ?? "")) versions.push(version);
      }
      if (versions.length === 0) continue;
      if (await this.#store.getRegisteredModel(model.name) === undefined) {
        const { description, tags } = model;
        await this.#store.createRegisteredModel(model.name, { description, tags });
      }
      for (const version of versions.sort((a, b) => Number(a.version) - Number(b.version))) {
        const number = await this.#importVersion(version);
        // A search does not tell the aliases of versions.
        for (const [alias, target] of Object.entries(model.aliases)) {
          if (target === version.version) await this.#importAlias(model.name, alias, number);
        }
      }
    }
  }

  async #importModel(model: LoggedModel): Promise<string> {
    const { name, modelType, params, tags, sourceRunId } = model;
    const experimentId = (await this.#store.getRun(sourceRunId ?? ""))?.info.experimentId ?? "0";
    const { items: [known] } = await this.#store.searchLoggedModels({
      experimentIds: [experimentId],
      filter: `tags.\`${ORIGIN_TAG}\` = '${model.modelId}'`,
      maxResults: 1,
    });
    if (known !== undefined && known.status !== "PENDING") return known.modelId;
    const { modelId } = known ?? await this.#store.createLoggedModel({
      ...{ experimentId, name, modelType, sourceRunId, params },
      tags: { ...tags, [ORIGIN_TAG]: model.modelId },
    });
    for (const { path } of await this.#from.listModelArtifacts(model.modelId)) {
      const content = await this.#from.readModelArtifact(model.modelId, path);
      await this.#store.writeModelArtifact(modelId, path, content);
    }
    if (model.status !== "PENDING") await this.#store.finalizeLoggedModel(modelId, model.status);
    this.count++;
    return modelId;
  }

  async #importVersion(version: ModelVersion): Promise<string> {
    const { name, description, runId, runLink, currentStage } = version;
    const origin = `${this.#from.endpoint}/${name}/${version.version}`;
    const known = await this.#findVersion(name, origin);
    const modelId = this.#ids.get(version.modelId ?? "");
    const { version: number } = known ?? await this.#store.createModelVersion(name, {
      source: modelId === undefined ? version.source : `models:/${modelId}`,
      ...{ description, runLink },
      ...await this.#store.getRun(runId ?? "") !== undefined && { runId },
      tags: { ...version.tags, [ORIGIN_TAG]: origin },
    });
    if (known === undefined) this.count++;
    if (currentStage !== "None") await this.#store.transitionModelVersionStage(name, number, currentStage);
    return number;
  }

  async #importAlias(name: string, alias: string, number: string): Promise<void> {
    const there = (await this.#store.getModelVersionByAlias(name, alias))?.version;
    if (there === undefined) await this.#store.setModelAlias(name, alias, number);
    else if (there !== number) this.notes.push(aliasStays({ name, alias, there, wanted: number }));
  }

  async #findVersion(name: string, origin: string): Promise<ModelVersion | undefined> {
    const filter = `name = ${quote(name)}`;
    for await (const version of every((page) => this.#store.searchModelVersions({ ...page, filter }))) {
      if (version.tags[ORIGIN_TAG] === origin) return version;
    }
    return undefined;
  }
}

async function* every<T>(search: (page: SearchModelsOptions) => Promise<Page<T>>): AsyncGenerator<T> {
  let pageToken: string | undefined;
  do {
    const page = await search({ pageToken });
    yield* page.items;
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
}

function quote(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
