import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import fc from "npm:fast-check@4.10.2";
import { Database } from "../../../lib/tracking/embedded/database.ts";
import { searchRunRows } from "../../../lib/tracking/embedded/search/search_runs.ts";
import { type EmbeddedStore, openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import type { Run } from "../../../lib/tracking/entities.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { naiveSearch } from "./naive_search.ts";
import {
  givenConditions,
  givenOrders,
  type GivenRun,
  givenRuns,
  writeFilter,
  writeOrder,
} from "./search_arbitraries.ts";

Deno.test("searchRuns() finds in SQL what a plain reading of filter and order finds", async () => {
  await fc.assert(
    fc.asyncProperty(
      givenRuns,
      fc.array(fc.tuple(givenConditions, givenOrders), { minLength: 12, maxLength: 12 }),
      async (given, searches) => {
        await using dir = await tempDir();
        await using store = openEmbeddedStore(dir.path);
        const runs = await makeRuns(store, given);

        for (const [conditions, orders] of searches) {
          const search = { filter: writeFilter(conditions), orderBy: writeOrder(orders) };
          const found = (await store.searchRuns(search)).items.map(({ info }) => info.runId);

          assert.deepEqual(found, naiveSearch(runs, { conditions, orders }), JSON.stringify(search));
          assert.deepEqual(await inPages(store, search), found, JSON.stringify(search));
          assert.deepEqual(walk(store, search), found, JSON.stringify(search));
        }
      },
    ),
    { numRuns: 60 },
  );
});

// In the order in which they were made.
async function makeRuns(store: EmbeddedStore, given: readonly GivenRun[]): Promise<readonly Run[]> {
  const ids: string[] = [];
  for (const [index, { startTime, status, name, params, tags, metrics, after }] of given.entries()) {
    const runId = `run${index}`;
    ids.push(runId);
    store.insertRun(runId, { experimentId: "0", runName: name, startTime });
    const points = Object.entries(metrics).flatMap(([key, values]) =>
      values.map((value, step) => ({ key, value, step, timestamp: 1 }))
    );
    const late = after === "nothing" ? [] : points.splice(Math.floor(points.length / 2));
    store.write(runId, { params: Object.entries(params), metrics: points, tags: Object.entries(tags) });
    if (status !== "RUNNING") await store.updateRun(runId, { status, endTime: 6 + index % 3 });
    if (after === "resumed") await store.updateRun(runId, { status: "RUNNING" });
    for (const point of late) store.write(runId, { metrics: [point] });
    store.write(runId, { tags: Object.entries(tags) });
  }
  const runs = await Promise.all(ids.map((id) => store.getRun(id)));
  return runs.filter((run) => run !== undefined);
}

// As in a store of which every condition lets many runs through.
function walk(
  { endpoint, directory }: EmbeddedStore,
  options: { readonly filter: string; readonly orderBy: readonly string[] },
): readonly string[] {
  using database = new Database(endpoint, { readOnly: true, busyTimeout: 0 });
  const artifactsUri = pathToFileURL(`${directory}/.kedge/artifacts/`).href;
  const effort = { few: -1, many: 0, cheapWalk: Infinity };
  return searchRunRows(database, { options, artifactsUri, effort }).rows.map((row) => row.run_id);
}

async function inPages(
  store: EmbeddedStore,
  search: { readonly filter: string; readonly orderBy: readonly string[] },
): Promise<readonly string[]> {
  const found: string[] = [];
  let pageToken: string | undefined;
  do {
    const page = await store.searchRuns({ ...search, maxResults: 3, pageToken });
    found.push(...page.items.map(({ info }) => info.runId));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return found;
}
