import assert from "node:assert/strict";
import type { TrackingStore, TrackingTraits } from "../../lib/tracking/tracking_store.ts";
import { testArtifacts } from "./_tracking_store_artifacts.ts";
import { testEntries } from "./_tracking_store_entries.ts";
import { testExperiments } from "./_tracking_store_experiments.ts";
import { testInputs } from "./_tracking_store_inputs.ts";
import { testLoggedModels } from "./_tracking_store_logged_models.ts";
import { testRegistry } from "./_tracking_store_registry.ts";
import { testRuns } from "./_tracking_store_runs.ts";
import { testSearch } from "./_tracking_store_search.ts";

/** A store to test, empty at first, and how to get rid of it. */
export interface StoreUnderTest extends AsyncDisposable {
  /** The store. */
  readonly store: TrackingStore;
}

/** Opens a fresh store. */
export type OpenStore = () => Promise<StoreUnderTest>;

/** Registers a test that is given a fresh store; nothing is asked of a store that lacks the trait it `needs`. */
export type StoreTest = (
  name: string,
  test: (store: TrackingStore) => Promise<void>,
  needs?: keyof TrackingTraits,
) => void;

/**
 * What every tracking store does, as far as its traits say that it can. `name` is how the store is made:
 * `openEmbeddedStore()`.
 *
 * @param register Registers a test; one of a store that needs a server skips it where there is none.
 */
export function testTrackingStore(
  name: string,
  open: OpenStore,
  register: (name: string, run: () => Promise<void>) => void = Deno.test,
): void {
  const test: StoreTest = (sentence, run, needs) => {
    register(`${name} ${sentence}`, async () => {
      await using opened = await open();

      if (needs !== undefined && !opened.store.traits[needs]) return;
      await run(opened.store);
    });
  };
  testExperiments(test);
  testRuns(test);
  testSearch(test);
  testEntries(test);
  testInputs(test);
  testArtifacts(test);
  testLoggedModels(test);
  testRegistry(test);
}

/** Make a run in the experiment `Default`. */
export async function newRun(store: TrackingStore, runName?: string): Promise<string> {
  const experiment = await store.getExperimentByName("Default");
  assert.ok(experiment);
  const run = await store.createRun({ experimentId: experiment.experimentId, runName });
  return run.info.runId;
}

/** Assert that something is refused with one of MLflow's codes, in a sentence that mentions some words. */
export async function assertRefused(
  attempt: () => Promise<unknown>,
  { code, mentions = [] }: { readonly code: string; readonly mentions?: readonly string[] },
): Promise<void> {
  await assert.rejects(attempt, (error: unknown) => {
    assert.ok(error instanceof Error);
    assert.equal(error.name, "TrackingError");
    assert.equal((error as { code?: unknown }).code, code);
    for (const text of mentions) assert.ok(error.message.includes(text), `${error.message} lacks ${text}`);
    return true;
  });
}
