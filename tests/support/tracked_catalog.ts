import type { AsyncLocalStorage } from "node:async_hooks";
import type { Catalog } from "../../lib/catalog/catalog.ts";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { runInScope } from "../../lib/core/run_context.ts";
import { BUILTIN_TYPES } from "../../lib/datasets/types.ts";
import { makeTrackedTypes } from "../../lib/tracking/datasets/tracked_types.ts";
import { type EmbeddedStore, openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { type ActiveRun } from "../../lib/tracking/active_run.ts";
import { startRun } from "../../lib/tracking/start_run.ts";
import { type TempDir, tempDir } from "./temp_dir.ts";

/** A folder with a store, in which catalogs of tracked datasets work. */
export interface TrackedFolder extends AsyncDisposable {
  /** The folder. */
  readonly dir: TempDir;
  /** Its store. */
  readonly store: EmbeddedStore;
  /** A catalog of these entries. */
  catalog(entries: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Catalog;
  /** Do something as a node of a run, and give back the run, which has ended. */
  inRun(name: string, work: () => Promise<unknown>): Promise<ActiveRun>;
  /** The history of a metric: `[step, value]`. */
  points(runId: string, key: string): Promise<readonly (readonly [number, number])[]>;
  /** Text of the artifacts of a run by path. */
  artifacts(runId: string): Promise<Readonly<Record<string, string>>>;
}

/** Make a folder with a store, outside of every run. */
export async function trackedFolder(): Promise<TrackedFolder> {
  leaveRuns();
  const dir = await tempDir();
  const store = openEmbeddedStore(dir.path);
  return {
    dir,
    store,
    catalog: (entries) =>
      createCatalog({
        root: dir.path,
        saveVersion: "2026-01-02T03.04.05.678Z",
        types: [...BUILTIN_TYPES, ...makeTrackedTypes({ store: () => store, root: dir.path })],
        entries,
      }),
    async inRun(name, work): Promise<ActiveRun> {
      const run = await startRun(store, { name });
      await runInScope({ run, node: "train", signal: undefined }, work);
      await run.end("FINISHED");
      return run;
    },
    points: async (runId, key) =>
      (await store.getMetricHistory(runId, key)).map(({ step, value }) => [step, value]),
    async artifacts(runId): Promise<Readonly<Record<string, string>>> {
      const texts = (await store.listArtifacts(runId)).map(async ({ path }) =>
        [path, await new Response(await store.readArtifact(runId, path)).text()] as const
      );
      return Object.fromEntries(await Promise.all(texts));
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await store[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}

/** Do something as a node of a run that is not tracked. */
export function untracked<T>(work: () => T): T {
  return runInScope({ run: undefined, node: "train", signal: undefined }, work);
}

/**
 * Leave every run: where a module is imported in the context of a run, Deno 2.9.6 lets the tests that follow begin in it.
 */
export function leaveRuns(): void {
  (globalThis as { [STORAGE]?: AsyncLocalStorage<unknown> })[STORAGE]?.enterWith(undefined);
}

const STORAGE = Symbol.for("kedge.run/1");
