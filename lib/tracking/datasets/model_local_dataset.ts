import type { JsonObject } from "../../core/json.ts";
import type { Clock } from "../../core/clock.ts";
import type { Dataset, DatasetParts, LoadOptions } from "../../datasets/dataset.ts";
import type { DatasetContext, DatasetType } from "../../datasets/dataset_type.ts";
import { z } from "../../deps/zod.ts";
import { keyProblem } from "../../stores/key.ts";
import type { StoreKey } from "../../stores/store.ts";
import { invalid } from "../limits.ts";
import { openFlavor } from "../models/find_flavor.ts";
import { MLMODEL } from "../models/mlmodel.ts";
import { readFiles } from "../models/read_files.ts";
import { writeModel } from "../models/write_model.ts";
import { storeBelow } from "../models/store_below.ts";
import { type FlavorFields, flavorFields, flavorIssues, refusePythonFlavor } from "./model_options.ts";
import { trackedType } from "./tracked_type.ts";

/** Fields of a `MlflowModelLocalFileSystemDataset` entry. */
export interface ModelLocalOptions extends FlavorFields {
  /** The folder of the model. */
  readonly filepath: string;
  /** The flavour. */
  readonly flavor: string;
  /** Keep what was saved before: a folder of versions stands at `filepath`. @default {false} */
  readonly versioned?: boolean;
  /** Nothing is known here. */
  readonly load_args?: Readonly<Record<string, never>>;
  /** How to save. */
  readonly save_args?: { readonly metadata?: JsonObject };
  /** Accepted, as in kedro-mlflow, which does not use it either. */
  readonly log_args?: Readonly<Record<string, unknown>>;
}

const TYPE = "MlflowModelLocalFileSystemDataset";

/** A model in a folder. It needs no run, and logs to none. */
export function modelLocalType(root: string | undefined, clock: Clock): DatasetType<ModelLocalOptions> {
  return trackedType<ModelLocalOptions>({
    type: TYPE,
    family: "models",
    oldNames: ["MlflowModelSaverDataset"],
    schema: () => {
      const map = z.record(z.string(), z.unknown()).exactOptional();
      return z.strictObject({
        ...flavorFields(),
        filepath: z.string().min(1),
        versioned: z.boolean().exactOptional(),
        load_args: z.strictObject({}).exactOptional(),
        // What stands in a file is JSON.
        save_args: z.strictObject({ metadata: map as unknown as z.ZodExactOptional<z.ZodType<JsonObject>> })
          .exactOptional(),
        log_args: map,
      });
    },
    check: flavorIssues,
    create: (options, context) => {
      refusePythonFlavor(options.flavor);
      return localDataset(options, { context, root, clock });
    },
  });
}

interface Parts {
  readonly context: DatasetContext;
  readonly root: string | undefined;
  readonly clock: Clock;
}

function localDataset(options: ModelLocalOptions, { context, root, clock }: Parts): Dataset {
  const { filepath, flavor: name, versioned = false, save_args = {} } = options;
  const { saveVersion, loadVersion } = context;
  const place = context.resolve(filepath);
  const base = place.key.slice(place.key.lastIndexOf("/") + 1);
  const folderOf = (version: string | undefined): string => {
    if (version === undefined) return place.key;
    if (version.includes("/") || keyProblem(version) !== undefined) {
      throw new RangeError(`A version is the name of one folder: found "${version}"`);
    }
    return `${place.key}/${version}/${base}`;
  };
  const chosen = async (version?: string): Promise<string | undefined> =>
    versioned ? version ?? loadVersion ?? await newestVersion(place, base) : undefined;
  // The folders that were just loaded and saved.
  const used: { load?: string; save?: string } = {};
  return {
    type: TYPE,
    traits: { ephemeral: !place.store.traits.persistent },
    async load({ version }: LoadOptions = {}): Promise<unknown> {
      const wanted = await chosen(version);
      if (versioned && wanted === undefined) throw new Error(`"${filepath}" has no versions`);
      const label = wanted === undefined ? `model "${filepath}"` : `model "${filepath}" of version ${wanted}`;
      const folder = used.load = folderOf(wanted);
      return await readFiles(storeBelow(place.store, folder), { flavor: name, root, label });
    },
    async save(model: unknown): Promise<void> {
      const folder = used.save = folderOf(versioned ? saveVersion : undefined);
      const store = storeBelow(place.store, folder);
      if (versioned && await store.stat(MLMODEL) !== undefined) {
        throw invalid(`"${filepath}" has a version ${saveVersion} already`);
      }
      const facts = { metadata: save_args.metadata, time: clock.now() };
      const written = new Set(await writeModel(store, { model, ...await openFlavor(name, { root }), facts }));
      // What an earlier model left, last: until here that one was whole.
      for await (const { key } of store.list()) if (!written.has(key)) await store.delete(key);
    },
    async exists(): Promise<boolean> {
      const wanted = await chosen();
      if (versioned && wanted === undefined) return false;
      return await storeBelow(place.store, folderOf(wanted)).stat(MLMODEL) !== undefined;
    },
    async locateParts(transfer): Promise<DatasetParts | undefined> {
      const wanted = used[transfer] === undefined ? await chosen() : undefined;
      const folder = used[transfer] ?? (versioned && wanted === undefined ? undefined : folderOf(wanted));
      return folder === undefined ? undefined : await partsOf({ store: place.store, key: folder });
    },
    describe: () => ({ type: TYPE, ...options }) as unknown as JsonObject,
  };
}

async function partsOf(folder: StoreKey): Promise<DatasetParts> {
  const { store, key } = folder;
  const files = (await Array.fromAsync(store.list(`${key}/`))).map((file) => file.key).sort();
  return {
    folder,
    parts: files.map((file) => ({
      id: file.slice(key.length + 1),
      locate: () => Promise.resolve({ store, key: file }),
    })),
  };
}

async function newestVersion({ store, key }: StoreKey, base: string): Promise<string | undefined> {
  const versions: string[] = [];
  for await (const { key: found } of store.list(`${key}/`)) {
    const [version, name, file] = found.slice(key.length + 1).split("/");
    if (version !== undefined && name === base && file === MLMODEL) versions.push(version);
  }
  return versions.sort().at(-1);
}
