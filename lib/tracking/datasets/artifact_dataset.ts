import type { Issue } from "../../core/issue.ts";
import { isPlainObject, type JsonObject } from "../../core/json.ts";
import { showEntry } from "../../core/show_entry.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { DatasetContext, DatasetType } from "../../datasets/dataset_type.ts";
import { hasVersions } from "../../datasets/versioned_dataset.ts";
import { z } from "../../deps/zod.ts";
import { keyProblem } from "../../stores/key.ts";
import {
  type Artifact,
  bringFile,
  type FileLogger,
  fileLogger,
  fromRun,
  isInRun,
  notesOf,
  toRun,
} from "./artifact_files.ts";
import { artifactNames, type InnerFields, mainPath } from "./artifact_path.ts";
import { artifactPlaces } from "./artifact_place.ts";
import { type Listener, notingStore } from "../noting_store.ts";
import type { RunFinder } from "./run_access.ts";
import { chooseRuns, type ChosenRuns, type RunFields, runFields } from "./run_fields.ts";
import { type Fields, trackedType } from "./tracked_type.ts";

/** Fields of a `MlflowArtifactDataset` entry. */
export interface ArtifactOptions extends RunFields {
  /** The entry of the dataset whose files are logged. */
  readonly dataset?: InnerFields;
  /** Its name in kedro-mlflow before 0.12. */
  readonly data_set?: InnerFields;
  /** Folder among the artifacts of the run. @default {the top} */
  readonly artifact_path?: string | null;
  /** Keep it among the artifacts of the run alone, and no file beside them. @default {false} */
  readonly log_only?: boolean;
}

const TYPE = "MlflowArtifactDataset";

/** Another dataset, whose files become artifacts of the run too. */
export function artifactType(runs: RunFinder): DatasetType<ArtifactOptions> {
  return trackedType({
    type: TYPE,
    family: "artifacts",
    schema: () => {
      const entry = z.record(z.string(), z.unknown()).exactOptional();
      return z.strictObject({
        ...runFields(),
        dataset: entry,
        data_set: entry,
        artifact_path: z.string().nullable().exactOptional(),
        log_only: z.boolean().exactOptional(),
      });
    },
    check,
    innerEntries: (fields) =>
      ["dataset", "data_set"].flatMap((key) => {
        const entry = fields[key];
        return isPlainObject(entry) ? [{ path: [key], entry }] : [];
      }),
    create: (options, context) => create(options, { context, runs }),
  });
}

function innerOf({ dataset, data_set = {} }: ArtifactOptions): InnerFields {
  return dataset ?? data_set;
}

function check({ dataset, data_set, artifact_path, log_only }: Fields): readonly Issue[] {
  const issues: Issue[] = [];
  const add = (key: string, message: string, kind = "wrong_value"): void =>
    void issues.push({ code: `options.${kind}`, message: `${key} ${message}`, path: [key] });
  if (dataset === undefined && data_set === undefined) {
    add("dataset", "is missing: it must be a map, the entry of the dataset to log", "missing");
  }
  if (dataset !== undefined && data_set !== undefined) {
    add("data_set", "is the old name of dataset: write one of them");
  }
  const problem = typeof artifact_path === "string" && artifact_path !== ""
    ? keyProblem(artifact_path.replace(/\/$/, ""))
    : undefined;
  if (problem !== undefined) add("artifact_path", `must be a folder such as "reports": ${problem}`);
  const inner = dataset ?? data_set;
  if (log_only === true && isPlainObject(inner) && inner["versioned"] === true) {
    add("log_only", "cannot be true for a versioned dataset: each run is a version of its own");
  }
  return issues;
}

interface Parts {
  readonly context: DatasetContext;
  readonly runs: RunFinder;
}

function create(options: ArtifactOptions, { context, runs }: Parts): Dataset {
  const entry = innerOf(options);
  const path = mainPath(entry);
  if (path === undefined) throw new TypeError("Its dataset has no file that could be logged");
  const folder = options.artifact_path?.replace(/\/$/, "") || undefined;
  const artifact: Artifact = {
    entry,
    path,
    names: artifactNames(context.resolve(path), { folder, saveVersion: context.saveVersion }),
    context,
    places: artifactPlaces(runs),
  };
  const dataset = { artifact, chosen: chooseRuns(options) };
  return {
    ...options.log_only === true ? logOnlyDataset(dataset) : loggedDataset(dataset),
    type: TYPE,
    describe: (): JsonObject => ({ type: TYPE, ...showEntry({ ...options }) }),
  };
}

interface Chosen {
  readonly artifact: Artifact;
  readonly chosen: ChosenRuns;
}

type Behaviour = Omit<Dataset, "type" | "describe">;
type Transfer = "load" | "save";

function logOnlyDataset({ artifact, chosen }: Chosen): Behaviour {
  const saved = toRun(artifact, chosen.save);
  const loaded = fromRun(artifact, chosen.load);
  const usedIn = (transfer: Transfer): Dataset => transfer === "load" ? loaded : saved;
  return {
    traits: { ephemeral: false },
    load: (options) => loaded.load(options),
    async save(value, options): Promise<void> {
      // Looked up first, as the error of the dataset would say less.
      await artifact.places.find(chosen.save);
      await saved.save(value, options);
    },
    exists: () => isInRun(artifact, chosen.load),
    release(): void {
      loaded.release?.();
      saved.release?.();
    },
    locate: async (transfer) => await usedIn(transfer).locate?.(transfer),
    locateParts: async (transfer) => await usedIn(transfer).locateParts?.(transfer),
  };
}

function loggedDataset({ artifact, chosen }: Chosen): Behaviour {
  const { entry, context, places } = artifact;
  let logger: FileLogger | undefined;
  let usesStores = false;
  const local = context.create(entry, {
    resolve: (path) => {
      usesStores = true;
      const { store, key } = context.resolve(path);
      const listener: Listener = {
        onBytes: (written, bytes) => logger?.onBytes?.(written, bytes),
        onWrite: (note) => logger?.onWrite(note),
      };
      return { store: notingStore(store, listener), key };
    },
  });
  // What was loaded last: the local data, or that of a run.
  let loaded = local;
  const usedIn = (transfer: Transfer): Dataset => transfer === "load" ? loaded : local;
  return {
    traits: local.traits,
    async load(options): Promise<unknown> {
      if (chosen.load === undefined) return await local.load(options);
      local.release?.();
      const isLocal = await bringFile(artifact, chosen.load);
      const source = isLocal ? local : fromRun(artifact, chosen.load);
      const value = await source.load(options);
      loaded = source;
      return value;
    },
    async save(value, options): Promise<void> {
      const place = await places.find(chosen.save);
      const log = logger = place.isKept ? fileLogger(artifact, place) : undefined;
      try {
        await local.save(value, options);
      } catch (error) {
        await log?.settle();
        throw error;
      } finally {
        logger = undefined;
      }
      await log?.finish(usesStores ? [] : await notesOf(artifact));
    },
    exists: () => chosen.load === undefined ? local.exists() : isInRun(artifact, chosen.load),
    release: () => local.release?.(),
    ...(local.confirm !== undefined && { confirm: () => local.confirm!() }),
    ...(local.obstacle !== undefined && { obstacle: () => local.obstacle!() }),
    ...(local.preview !== undefined && chosen.load === undefined &&
      { preview: (options) => local.preview!(options) }),
    ...(hasVersions(local) && { listVersions: () => local.listVersions() }),
    locate: async (transfer) => await usedIn(transfer).locate?.(transfer),
    locateParts: async (transfer) => await usedIn(transfer).locateParts?.(transfer),
  };
}
