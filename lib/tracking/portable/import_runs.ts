import { toBytes } from "../../core/bytes.ts";
import { midSentence, reasonOf } from "../../core/describe_value.ts";
import { TrackingError } from "../../core/errors.ts";
import { type PathResolver, pathResolver } from "../../stores/path_resolver.ts";
import { schemeOf } from "../../stores/remote_resolver.ts";
import type { StoreKey } from "../../stores/store.ts";
import type { EmbeddedStore } from "../embedded/embedded_store.ts";
import { NO_MODELS } from "./portable_models.ts";
import type { RunSource } from "./portable_run.ts";
import { LARGEST_ARCHIVE } from "./archive_limits.ts";
import { readArchive } from "./read_archive.ts";
import { readMlflowDb } from "./read_mlflow_db.ts";
import { readMlruns } from "./read_mlruns.ts";
import { importModels } from "./import_models.ts";
import { checkRun, checkSource } from "./check_source.ts";
import { type RestoredModels, restoreModels } from "./restore_models.ts";
import { RunImport } from "./run_import.ts";
import { type ImportedServer, openServer } from "./read_server.ts";
import type { MlflowOptions } from "../mlflow/mlflow_options.ts";

/** How to import runs. */
export interface ImportRunsOptions {
  /** Put all of them into the experiment of this name. @default {each into one of the name that it had} */
  readonly experiment?: string | undefined;
  /** Of a server: only runs that meet these conditions. @default {all} */
  readonly filter?: string | undefined;
  /** Of a server: only runs of the experiments with these names. @default {all active ones} */
  readonly from?: readonly string[] | undefined;
  /** Of a server: how it is reached. @default {what MLflow's variables say} */
  readonly server?: MlflowOptions | undefined;
}

/** What was imported. */
export interface ImportReport {
  /** What it came from, in words. */
  readonly kind: string;
  /** Runs that are new in the store. */
  readonly imported: readonly ImportedRun[];
  /** Runs that the store had already. */
  readonly known: readonly ImportedRun[];
  /** How many artifacts came with them. */
  readonly artifacts: number;
  /** How many models that they logged, and versions of registered models, came with them. */
  readonly models: number;
  /** What is not as it was there, in sentences: aliases that stay where they are, versions with another number. */
  readonly notes: readonly string[];
}

/** A run that was imported. */
export interface ImportedRun {
  /** Its id. */
  readonly runId: string;
  /** Its name. */
  readonly runName: string;
}

/**
 * Import the runs of an archive, here or in S3, of a folder `mlruns`, a file `mlflow.db` or a server, none of which is changed.
 */
export async function importFrom(
  store: EmbeddedStore,
  path: string,
  options: ImportRunsOptions,
): Promise<ImportReport> {
  if (/^https?:/i.test(path)) {
    await using server = await openServer(path, options);
    return await importServer(store, server, options);
  }
  for (const [name, value] of [["filter", options.filter], ["from", options.from]]) {
    if (value === undefined) continue;
    throw new TypeError(
      `Cannot import "${path}" with the option "${name}": only a server is asked for some runs`,
    );
  }
  await using source = await openSource(path);
  const runs = new RunImport(store, options.experiment);
  await checkSource(source, { path, runs });
  await runs.importAll(source);
  const models = await restoreModels(store, source.models ?? NO_MODELS);
  return await reportOf(source, runs, models);
}

// A server is asked for a run once, so each is checked before it is stored, and none after the first that is refused.
async function importServer(
  store: EmbeddedStore,
  server: ImportedServer,
  { experiment }: ImportRunsOptions,
): Promise<ImportReport> {
  const runs = new RunImport(store, experiment);
  await runs.importAll(server, (run) => checkRun(run, { path: server.store.endpoint, runs }));
  const runIds = [...runs.imported, ...runs.known].map(({ runId }) => runId);
  return await reportOf(server, runs, await importModels(store, server.store, runIds));
}

async function reportOf(
  { kind }: RunSource,
  runs: RunImport,
  models: RestoredModels,
): Promise<ImportReport> {
  const removed = await runs.removeLeftovers();
  const { imported, known, artifacts } = runs;
  return {
    ...{ kind, imported, known, artifacts, models: models.count },
    notes: [...runs.notes, ...removed, ...models.notes],
  };
}

async function openSource(path: string): Promise<RunSource> {
  if (schemeOf(path) !== undefined) return await openRemote(path);
  let info: Deno.FileInfo;
  try {
    info = await Deno.stat(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new TrackingError(`Cannot import "${path}": it does not exist`, {
      endpoint: path,
      code: "RESOURCE_DOES_NOT_EXIST",
    }, { cause: error });
  }
  if (info.isDirectory) return readMlruns(path);
  return await isSqlite(path) ? readMlflowDb(path) : await readArchive(path, await Deno.readFile(path));
}

// A file is read at once; folders and databases must be here.
async function openRemote(url: string): Promise<RunSource> {
  await using resolve = pathResolver(".");
  const { store, key } = locate(url, resolve);
  return await readArchive(store.uri(key), await toBytes(await store.read(key, { end: LARGEST_ARCHIVE })));
}

function locate(url: string, resolve: PathResolver): StoreKey {
  try {
    return resolve(url);
  } catch (error) {
    throw new TrackingError(`Cannot import "${url}": ${midSentence(reasonOf(error))}`, {
      endpoint: url,
      code: "INVALID_PARAMETER_VALUE",
    }, { cause: error });
  }
}

async function isSqlite(path: string): Promise<boolean> {
  using file = await Deno.open(path);
  const head = new Uint8Array(16);
  await file.read(head);
  return new TextDecoder().decode(head) === "SQLite format 3\0";
}
