import type { TrackingStore } from "../tracking_store.ts";
import type { ModelFlavor } from "./flavor.ts";

/** How to read a model. */
export interface ReadModelOptions<Model = unknown> {
  /** Its flavour, or the name of it. @default {the one that it was saved with} */
  readonly flavor?: string | ModelFlavor<Model> | undefined;
  /** Folder of the project, for flavours that are modules of it; outside of it none is loaded. @default {none is loaded} */
  readonly root?: string | undefined;
}

/**
 * Read a model from a store by its URI: `models:/forest/3`, `models:/forest/latest`, `models:/forest@champion`,
 * `models:/m-8f3c…` or `runs:/8f3c…/model`.
 *
 * @throws {TrackingError} When there is no such model.
 * @throws {ModelError} When it cannot be read as one of its flavour.
 *
 * @example Read the champion
 * ```ts
 * import { openEmbeddedStore, readModel } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * export async function champion(directory: string): Promise<unknown> {
 *   await using store = openEmbeddedStore(directory, { readOnly: true });
 *   return await readModel(store, "models:/forest@champion");
 * }
 * ```
 */
export async function readModel<Model = unknown>(
  store: TrackingStore,
  uri: string,
  options: ReadModelOptions<Model> = {},
): Promise<Model> {
  const { openModel }: typeof import("./open_model.ts") = await import(OPEN_MODEL);
  const { readFiles }: typeof import("./read_files.ts") = await import(READ_FILES);
  const { files, label } = await openModel(store, uri);
  // What a flavour loads is a model of it.
  return await readFiles(files, { ...options, flavor: options.flavor as ModelFlavor, label }) as Model;
}

// Most programs read no models.
const OPEN_MODEL: string = "./open_model.ts";
const READ_FILES: string = "./read_files.ts";
