import { TrackingError } from "../core/errors.ts";
import { didYouMean } from "../core/suggest.ts";
import type { LifecycleStage, Run } from "./entities.ts";
import type { Page } from "./page.ts";
import type { SearchRunsOptions, TrackingStore } from "./tracking_store.ts";

/** How many runs are looked at for a suggestion, and listed when a prefix is ambiguous. */
const SUGGESTIONS = 200;
const CANDIDATES = 5;

/** Where to look for a run. */
export interface ResolveRunOptions {
  /** Among the active runs or the deleted ones; a full id finds both. @default {"active"} */
  readonly lifecycleStage?: LifecycleStage | undefined;
}

/**
 * The run that a person means: by its id, its name (the newest of that name), the beginning of its id when only one run
 * begins so, `@latest`, or `@previous` (the one before the latest). Deleted runs are found by their full id, unless asked
 * for.
 *
 * @throws {TrackingError} With code `RESOURCE_DOES_NOT_EXIST` when there is no such run, `INVALID_PARAMETER_VALUE` when
 * several ids begin so.
 *
 * @example Find the newest run of a project
 * ```ts
 * import { resolveRun, type Run, type TrackingStore } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * export function newest(store: TrackingStore): Promise<Run> {
 *   return resolveRun(store, "@latest");
 * }
 * ```
 */
export async function resolveRun(
  store: TrackingStore,
  reference: string,
  options: ResolveRunOptions = {},
): Promise<Run> {
  const looked = { store, lifecycleStage: options.lifecycleStage ?? "active" };
  if (reference.startsWith("@")) return await resolvePosition(looked, reference);
  const byId = /^[0-9a-f]{32}$/i.test(reference) ? await store.getRun(reference.toLowerCase()) : undefined;
  if (byId !== undefined) return byId;

  const named = await search(looked, { runName: reference, maxResults: 1 });
  if (named.items[0] !== undefined) return named.items[0];

  const found = /^[0-9a-f]{1,32}$/i.test(reference)
    ? (await search(looked, { runIdPrefix: reference.toLowerCase(), maxResults: CANDIDATES + 1 })).items
    : [];
  const [only, ...others] = found;
  if (only === undefined) throw await notFound(looked, reference);
  if (others.length > 0) throw ambiguous(store, reference, found);
  return only;
}

interface Looked {
  readonly store: TrackingStore;
  readonly lifecycleStage: LifecycleStage;
}

function search({ store, lifecycleStage }: Looked, options: SearchRunsOptions): Promise<Page<Run>> {
  return store.searchRuns({ ...options, lifecycleStage });
}

async function resolvePosition(looked: Looked, reference: string): Promise<Run> {
  const { store } = looked;
  const position = ["@latest", "@previous"].indexOf(reference);
  if (position < 0) {
    throw missing(
      store,
      `there is no "${reference}"${didYouMean(reference, ["@latest", "@previous"])}`,
      reference,
    );
  }
  const { items } = await search(looked, { maxResults: position + 1 });
  const run = items[position];
  if (run !== undefined) return run;
  throw missing(
    store,
    items.length === 0
      ? noneOf(looked)
      : looked.lifecycleStage === "deleted"
      ? "only one run is deleted"
      : "there is only one run so far",
    reference,
  );
}

async function notFound(looked: Looked, reference: string): Promise<TrackingError> {
  const { store } = looked;
  const { items } = await search(looked, { maxResults: SUGGESTIONS });
  if (items.length === 0) return missing(store, noneOf(looked), reference);
  const names = new Set(items.map((run) => run.info.runName));
  return missing(store, `no run has this name or id${didYouMean(reference, names)}`, reference);
}

function noneOf({ lifecycleStage }: Looked): string {
  return lifecycleStage === "deleted" ? "no run is deleted" : "there are no runs yet";
}

function missing({ endpoint }: TrackingStore, reason: string, reference: string): TrackingError {
  return new TrackingError(`Cannot find run "${reference}": ${reason}`, {
    endpoint,
    code: "RESOURCE_DOES_NOT_EXIST",
  });
}

function ambiguous({ endpoint }: TrackingStore, reference: string, found: readonly Run[]): TrackingError {
  const names = found.slice(0, CANDIDATES).map(({ info }) => `${info.runName} (${info.runId})`);
  const list = `${names.join(", ")}${found.length > CANDIDATES ? ", …" : ""}`;
  return new TrackingError(`Cannot tell which run "${reference}" is: the ids of several begin so: ${list}`, {
    endpoint,
    code: "INVALID_PARAMETER_VALUE",
  });
}
