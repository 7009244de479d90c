import type { EmbeddedStore } from "../tracking/embedded/embedded_store.ts";
import type { Run } from "../tracking/entities.ts";
import type { Rerun } from "./prepare_rerun.ts";

/**
 * Open a project as a run had it, and tell what differs today: configuration, graph, environment and data.
 *
 * @throws {TrackingError} When the run kept nothing to be repeated from, or parameters of it that were secret.
 *
 * @example Repeat the newest run
 * ```ts
 * import { openEmbeddedStore, openRerun, resolveRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * export async function repeat(root: string): Promise<void> {
 *   await using store = openEmbeddedStore(root);
 *   await using again = await openRerun(root, store, await resolveRun(store, "@latest"));
 *   for (const { what, path } of again.differences) console.log(what, path);
 *   await again.project.run(again.options);
 * }
 * ```
 */
export async function openRerun(root: string, store: EmbeddedStore, run: Run): Promise<Rerun> {
  const { prepareRerun } = await import(IMPLEMENTATION) as typeof import("./prepare_rerun.ts");
  return await prepareRerun(root, store, run);
}

// Not a literal import(): a run that is no repetition goes without it.
const IMPLEMENTATION: string = "./prepare_rerun.ts";
