import type { EmbeddedStore } from "./embedded/embedded_store.ts";
import type { SyncOptions, SyncReport } from "./replication/sync.ts";

/**
 * Copy to a server of MLflow what it lacks of a store: of runs that are copied already, and of those that are named. What the server
 * refuses is kept with the reason, and sent again when that is asked for. When the server does not answer, everything stays
 * noted for the next time.
 *
 * @returns What became of it; nothing is thrown for what the server or the network does.
 * @throws {TrackingError} When the address makes no sense, or a run does not exist.
 *
 * @example Copy to a server that is not there, and see what waits
 * ```ts
 * import assert from "node:assert/strict";
 * import { logMetric, openEmbeddedStore, syncRuns, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const runId = await withRun({ directory }, (run) => {
 *   logMetric("loss", 0.5);
 *   return run.id;
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const report = await syncRuns(store, { uri: "http://127.0.0.1:9", runs: [runId], patience: 0 });
 *
 * assert.match(report.reason ?? "", /Connection refused/);
 * assert.deepEqual(report.unfinished.map(({ id }) => id), [runId]);
 * ```
 */
export async function syncRuns(store: EmbeddedStore, options: SyncOptions): Promise<SyncReport> {
  const { sync }: typeof import("./replication/sync.ts") = await import(SYNC);
  return await sync(store, options);
}

// Who has no server runs without it.
const SYNC: string = "./replication/sync.ts";
