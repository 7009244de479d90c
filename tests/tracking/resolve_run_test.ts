import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { resolveRun } from "../../lib/tracking/resolve_run.ts";
import type { TrackingStore } from "../../lib/tracking/tracking_store.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A store with runs of these names and ids; the last one is the newest. */
async function storeWith(
  path: string,
  runs: readonly (readonly [name: string, id: string])[],
): Promise<TrackingStore> {
  const store = openEmbeddedStore(path);
  const experimentId = await store.createExperiment("birds");
  runs.forEach(([runName, runId], index) =>
    store.insertRun(runId, { experimentId, runName, startTime: 1000 + index })
  );
  return store;
}

const ID_A = "aaaa" + "0".repeat(28);
const ID_B = "aabb" + "0".repeat(28);
const ID_C = "c".repeat(32);
const RUNS = [["shining-auk-417", ID_A], ["calm-eider-880", ID_B], ["shining-auk-417", ID_C]] as const;

Deno.test.each([
  [ID_A, ID_A, "a full id"],
  [ID_A.toUpperCase(), ID_A, "a full id in capitals"],
  ["aab", ID_B, "the beginning of one id"],
  ["calm-eider-880", ID_B, "a name"],
  ["shining-auk-417", ID_C, "a name that several have: the newest"],
  ["@latest", ID_C, "the newest run"],
  ["@previous", ID_B, "the one before the newest"],
])("resolveRun() of %s gives %s: %s", async (reference, runId, _why) => {
  await using dir = await tempDir();
  await using store = await storeWith(dir.path, RUNS);

  const run = await resolveRun(store, reference);

  assert.equal(run.info.runId, runId);
});

Deno.test("resolveRun() prefers a name to the beginning of an id", async () => {
  await using dir = await tempDir();
  await using store = await storeWith(dir.path, [["cafe", ID_A], ["other", `cafe${"1".repeat(28)}`]]);

  assert.equal((await resolveRun(store, "cafe")).info.runId, ID_A);
});

Deno.test("resolveRun() lists the candidates when several ids begin so", async () => {
  await using dir = await tempDir();
  await using store = await storeWith(dir.path, RUNS);

  await assert.rejects(resolveRun(store, "aa"), {
    name: "TrackingError",
    code: "INVALID_PARAMETER_VALUE",
    message: `Cannot tell which run "aa" is: the ids of several begin so: calm-eider-880 (${ID_B}), ` +
      `shining-auk-417 (${ID_A})`,
  });
});

Deno.test.each([
  ["shining-auk-471", 'no run has this name or id. Did you mean "shining-auk-417"?'],
  ["xyz", "no run has this name or id"],
  ["@lates", 'there is no "@lates". Did you mean "@latest"?'],
])("resolveRun() of %s says: %s", async (reference, reason) => {
  await using dir = await tempDir();
  await using store = await storeWith(dir.path, RUNS);

  await assert.rejects(resolveRun(store, reference), {
    name: "TrackingError",
    code: "RESOURCE_DOES_NOT_EXIST",
    message: `Cannot find run "${reference}": ${reason}`,
  });
});

Deno.test("resolveRun() says that there are no runs yet, or only one", async () => {
  await using empty = await tempDir();
  await using one = await tempDir();
  await using emptyStore = await storeWith(empty.path, []);
  await using store = await storeWith(one.path, RUNS.slice(0, 1));

  await assert.rejects(resolveRun(emptyStore, "@latest"), /there are no runs yet$/);
  await assert.rejects(resolveRun(emptyStore, "abc"), /there are no runs yet$/);
  await assert.rejects(resolveRun(store, "@previous"), /there is only one run so far$/);
});
