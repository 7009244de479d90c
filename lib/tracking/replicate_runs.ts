import type { EmbeddedStore } from "./embedded/embedded_store.ts";
import type { Replication, ReplicationOptions } from "./replication/background.ts";
import type { SyncOptions, SyncReport } from "./replication/sync.ts";

/**
 * Begin to copy runs of a store to a server of MLflow while they are at work, in a thread of their own: no node ever waits for the
 * server. `kedge run` and `withRun()` do it by themselves where a server is configured.
 *
 * @throws {TrackingError} When the address or the variables make no sense.
 *
 * @example A server that is away costs a run nothing, and loses nothing
 * ```ts
 * import assert from "node:assert/strict";
 * import { openEmbeddedStore, openReplication, startRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * await using store = openEmbeddedStore(await Deno.makeTempDir());
 * const replication = await openReplication(store, { uri: "http://127.0.0.1:9" });
 * await using run = await startRun(store, { replication });
 * run.write({ params: [["trees", "100"]] });
 * await run.end("FINISHED");
 *
 * const { unfinished } = await replication.finish(0);
 * assert.deepEqual(unfinished.map(({ id }) => id), [run.id]);
 * ```
 */
export async function openReplication(
  store: EmbeddedStore,
  options: ReplicationOptions,
): Promise<Replication> {
  const { openReplication }: typeof import("./replication/background.ts") = await import(BACKGROUND);
  return openReplication(store, options);
}

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
 * assert.ok(report.reason !== undefined);
 * assert.deepEqual(report.unfinished.map(({ id }) => id), [runId]);
 * ```
 */
export async function syncRuns(store: EmbeddedStore, options: SyncOptions): Promise<SyncReport> {
  const { sync }: typeof import("./replication/sync.ts") = await import(SYNC);
  return await sync(store, options);
}

// Not literal import()s: who has no server runs without them.
const BACKGROUND: string = "./replication/background.ts";
const SYNC: string = "./replication/sync.ts";
