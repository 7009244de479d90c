import type { EmbeddedStore } from "./embedded/embedded_store.ts";
import type { Run } from "./entities.ts";
import type { ImportReport, ImportRunsOptions } from "./portable/import_runs.ts";
import type { TrackingStore } from "./tracking_store.ts";

/** How to export runs. */
export interface ExportRunsOptions {
  /**
   * `json` has everything but the bytes of artifacts, `csv` one line a run, `archive` is a tar.gz of everything, for
   * {@linkcode importRuns}.
   */
  readonly format: "json" | "csv" | "archive";
  /** Patterns of names whose values are `***`, beside the usual ones. */
  readonly redact?: readonly string[] | undefined;
}

/**
 * Runs of a store as bytes that can be kept or sent. Values under names of secrets are `***`.
 *
 * @example Move a run from one store to another
 * ```ts
 * import assert from "node:assert/strict";
 * import { exportRuns, importRuns, logMetric, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const [from, to] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
 * await withRun({ directory: from, name: "best" }, () => logMetric("loss", 0.1));
 * await using source = openEmbeddedStore(from);
 * const { items } = await source.searchRuns();
 * await Deno.writeFile(`${to}/runs.tar.gz`, await exportRuns(source, items, { format: "archive" }));
 *
 * await using target = openEmbeddedStore(to);
 * const { imported } = await importRuns(target, `${to}/runs.tar.gz`);
 *
 * assert.deepEqual(imported.map(({ runName }) => runName), ["best"]);
 * ```
 */
export async function exportRuns(
  store: TrackingStore,
  runs: readonly Run[],
  options: ExportRunsOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { exportTo } = await import(EXPORT) as typeof import("./portable/export_runs.ts");
  return await exportTo(store, runs, options);
}

/**
 * Import runs, with their ids: from an archive of {@linkcode exportRuns}, a folder `mlruns`, a file `mlflow.db` or the URL of a server
 * of MLflow, which are only read; from a server with the models that the runs logged. Runs that the store has already are left as they are; an import that was interrupted goes on when it
 * is done again.
 *
 * @throws {TrackingError} When it is none of these.
 * @throws {StoreError} When an archive is damaged, or holds what it must not: nothing has been imported.
 */
export async function importRuns(
  store: EmbeddedStore,
  path: string,
  options: ImportRunsOptions = {},
): Promise<ImportReport> {
  const { importFrom } = await import(IMPORT) as typeof import("./portable/import_runs.ts");
  return await importFrom(store, path, options);
}

// Not literal import()s: a pipeline runs without them.
const EXPORT: string = "./portable/export_runs.ts";
const IMPORT: string = "./portable/import_runs.ts";
