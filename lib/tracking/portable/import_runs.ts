import { toBytes } from "../../core/bytes.ts";
import { midSentence, reasonOf } from "../../core/describe_value.ts";
import { TrackingError } from "../../core/errors.ts";
import { pathResolver } from "../../stores/path_resolver.ts";
import { schemeOf } from "../../stores/remote_resolver.ts";
import type { StoreKey } from "../../stores/store.ts";
import type { EmbeddedStore } from "../embedded/embedded_store.ts";
import { RUN_NAME_TAG, USER_TAG } from "../tag_names.ts";
import { NO_MODELS } from "./portable_models.ts";
import type { PortableRun, RunSource } from "./portable_run.ts";
import { readArchive } from "./read_archive.ts";
import { readMlflowDb } from "./read_mlflow_db.ts";
import { readMlruns } from "./read_mlruns.ts";
import { importModels } from "./import_models.ts";
import { restoreModels } from "./restore_models.ts";
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

/** Set on a run while it is imported, so that an import that was interrupted goes on with it. */
const IMPORTING_TAG = "kedge.importing";

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
  const report = await importSource(store, source, options.experiment);
  const { count, notes } = await restoreModels(store, source.models ?? NO_MODELS);
  return { ...report, models: count, notes };
}

async function importServer(
  store: EmbeddedStore,
  server: ImportedServer,
  { experiment }: ImportRunsOptions,
): Promise<ImportReport> {
  const report = await importSource(store, server, experiment);
  const runIds = [...report.imported, ...report.known].map(({ runId }) => runId);
  const { count, notes } = await importModels(store, server.store, runIds);
  return { ...report, models: count, notes };
}

async function importSource(
  store: EmbeddedStore,
  source: RunSource,
  experiment: string | undefined,
): Promise<Omit<ImportReport, "models" | "notes">> {
  const imported: ImportedRun[] = [];
  const known: ImportedRun[] = [];
  let artifacts = 0;
  const isKnown = async ({ runId, runName }: ImportedRun): Promise<boolean> => {
    const found = await store.getRun(runId);
    if (found === undefined || IMPORTING_TAG in found.tags) return false;
    known.push({ runId, runName });
    return true;
  };
  for await (const run of source.runs(isKnown)) {
    if (await isKnown(run)) continue;
    const { runId, runName } = run;
    const isBegun = await store.getRun(runId) !== undefined;
    await importRun(store, { ...run, experiment: experiment ?? run.experiment }, isBegun);
    imported.push({ runId, runName });
    artifacts += run.artifacts.length;
  }
  return { kind: source.kind, imported, known, artifacts };
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
  const { store, key } = locate(url);
  return await readArchive(store.uri(key), await toBytes(await store.read(key, { end: LARGEST_ARCHIVE })));
}

function locate(url: string): StoreKey {
  try {
    return pathResolver(".")(url);
  } catch (error) {
    throw new TrackingError(`Cannot import "${url}": ${midSentence(reasonOf(error))}`, {
      endpoint: url,
      code: "INVALID_PARAMETER_VALUE",
    }, { cause: error });
  }
}

const LARGEST_ARCHIVE = 1024 ** 3;

async function isSqlite(path: string): Promise<boolean> {
  using file = await Deno.open(path);
  const head = new Uint8Array(16);
  await file.read(head);
  return new TextDecoder().decode(head) === "SQLite format 3\0";
}

// Every step can be done again; the run is held meanwhile, so that nobody takes it for interrupted.
async function importRun(store: EmbeddedStore, run: PortableRun, isBegun: boolean): Promise<void> {
  const { runId, runName, experiment, startTime, endTime, params, tags, metrics } = run;
  const lock = store.holdRun(runId);
  try {
    if (!isBegun) {
      const experimentId = store.ensureExperiment(experiment);
      const user = tags[USER_TAG];
      const own: Record<string, string> = user === undefined ? {} : { [USER_TAG]: user };
      store.insertRun(runId, { experimentId, runName, startTime, tags: { ...own, [IMPORTING_TAG]: "true" } });
    }
    const others = Object.entries(tags).filter(([key]) => key !== RUN_NAME_TAG);
    store.write(runId, { params: Object.entries(params), metrics, tags: others });
    for await (const points of run.morePoints?.() ?? []) store.write(runId, { metrics: points });
    if (run.nodes.length > 0) store.writeNodes(runId, run.nodes);
    store.writeDatasetUses(runId, run.datasets);
    store.writeSnapshots(runId, await Promise.all(Object.entries(run.snapshots).map(toSnapshot)));
    for (const { path, open } of run.artifacts) await store.writeArtifact(runId, path, await open());
    if ((await store.getLogLines(runId)).length === 0 && run.log.length > 0) {
      store.writeLogLines(runId, run.log);
    }
    await store.deleteTag(runId, IMPORTING_TAG);
    // Nobody works on it here.
    const isOpen = run.status === "RUNNING" || run.status === "SCHEDULED";
    store.finishRun(runId, { status: isOpen ? "KILLED" : run.status, endTime: endTime ?? startTime });
  } finally {
    lock?.release();
  }
}

async function toSnapshot(
  [name, text]: readonly [string, string],
): Promise<{ readonly name: string; readonly text: string; readonly sha256: string }> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return { name, text, sha256: new Uint8Array(digest).toHex() };
}
