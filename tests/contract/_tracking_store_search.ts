import assert from "node:assert/strict";
import type { TrackingStore } from "../../lib/tracking/tracking_store.ts";
import { assertRefused, type StoreTest } from "./tracking_store_contract.ts";

/** What holds for searches with a filter and an order, in MLflow's words. */
export function testSearch(test: StoreTest): void {
  test("finds runs by metrics, params, tags and attributes", async (store) => {
    await threeRuns(store);

    const cases: Readonly<Record<string, readonly string[]>> = {
      "metrics.loss < 0.5": ["c", "a"],
      "metric.loss >= 0.3 and metrics.loss <= 0.3": ["c"],
      "metrics.`train/loss` = 1": ["b"],
      'metrics."train/loss" != 2': ["b"],
      "metrics.loss > -1e-3 AND params.lr = '0.1'": ["c", "a"],
      "params.lr != '0.1'": ["b"],
      'param.lr LIKE "0.%"': ["c", "b", "a"],
      "params.kind LIKE 'T%'": ["a"],
      "params.kind ILIKE 'T%'": ["b", "a"],
      "params.kind IS NULL": ["c"],
      "params.kind IS NOT NULL AND tags.team IS NULL": ["b"],
      "tags.mlflow.runName = 'a'": ["a"],
      "tags.`mlflow.runName` != 'a'": ["c", "b"],
      "status = 'FINISHED'": ["a"],
      "start_time > 1000": ["c", "b"],
      "attr.start_time = 1000": ["a"],
      "run.created < 2000": ["a"],
      '`Run name` = "b"': ["b"],
      "tags.nope != 'x'": [],
      "params.lr = '0.1' AND params.lr != '0.2' AND metrics.loss < 0.2": ["a"],
    };
    for (const [filter, names] of Object.entries(cases)) {
      assert.deepEqual(await namesOf(store, { filter }), names, filter);
    }
  });

  test("finds runs by a list of ids", async (store) => {
    const [a, b, c] = await threeRuns(store);

    assert.deepEqual(await namesOf(store, { filter: `run_id IN ('${a}', "${c}", 'none')` }), ["c", "a"]);
    assert.deepEqual(await namesOf(store, { filter: `attributes.run_id NOT IN ('${b}')` }), ["c", "a"]);
  });

  test("orders runs, those without the field last, equal ones by their start", async (store) => {
    await threeRuns(store);

    const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
      [["metrics.loss"], ["a", "c", "b"]],
      [["metrics.loss DESC"], ["b", "c", "a"]],
      [["metrics.`train/loss` ASC"], ["b", "c", "a"]],
      [["params.lr", "metrics.loss desc"], ["c", "a", "b"]],
      [["tag.team DESC"], ["c", "a", "b"]],
      [["start_time"], ["a", "b", "c"]],
      [["attributes.end_time DESC"], ["a", "c", "b"]],
      [["run_name"], ["a", "b", "c"]],
    ];
    for (const [orderBy, names] of cases) {
      assert.deepEqual(await namesOf(store, { orderBy }), names, orderBy.join());
    }
  });

  test("gives what it found in pages, also in an order", async (store) => {
    await threeRuns(store);
    const search = { filter: "params.lr LIKE '0%'", orderBy: ["metrics.loss"], maxResults: 2 };

    const first = await store.searchRuns(search);
    const second = await store.searchRuns({ ...search, pageToken: first.nextPageToken });

    assert.deepEqual(first.items.map(({ info }) => info.runName), ["a", "c"]);
    assert.deepEqual(second.items.map(({ info }) => info.runName), ["b"]);
    assert.equal(second.nextPageToken, undefined);
    await assertRefused(() => store.searchRuns({ ...search, pageToken: "page 2" }), {
      code: "INVALID_PARAMETER_VALUE",
      mentions: ["page token"],
    });
  });

  test("refuses filters and orders that MLflow refuses", async (store) => {
    await threeRuns(store);
    const code = "INVALID_PARAMETER_VALUE";

    const filters = [
      " ",
      "metrics.loss < 0.5 OR metrics.loss > 1",
      "(metrics.loss < 0.5)",
      "metrics.loss < 'x'",
      "metrics.loss",
      "metrics.loss < 0.5;",
      "params.lr = 0.1",
      "params.lr IN ('0.1')",
      "params.lr > '0.1'",
      "status > 'A'",
      "start_time = '1000'",
      "experiment_id = '0'",
      "nope.x = 'y'",
      "metrics.loss IS NULL",
      "status IS NULL",
      "NOT params.lr = '0.1'",
      "tags.team = 'open",
      "datasets.nope = 'x'",
    ];
    for (const filter of filters) await assertRefused(() => store.searchRuns({ filter }), { code });
    for (const orderBy of [["nope"], ["metrics.loss DOWN"], [""]]) {
      await assertRefused(() => store.searchRuns({ orderBy }), { code });
    }
  });

  test("takes SQL in names, values and filters for text", async (store) => {
    await threeRuns(store);
    const evil = "'; DROP TABLE runs; --";
    const run = await store.createRun({ experimentId: "0", runName: "evil", startTime: 9000 });
    await store.logBatch(run.info.runId, { params: [["or 1:1 --", evil]], tags: [["team", evil]] });

    assert.deepEqual(await namesOf(store, { filter: `tags.team = "${evil}"` }), ["evil"]);
    assert.deepEqual(await namesOf(store, { filter: `params.\`or 1:1 --\` = "${evil}"` }), ["evil"]);
    assert.deepEqual(await namesOf(store, { filter: `run_name = "' OR '1'='1"` }), []);
    assert.deepEqual(await namesOf(store, { orderBy: ["params.`x); DROP TABLE runs; --`"] }), [
      "evil",
      "c",
      "b",
      "a",
    ]);
    assert.deepEqual(await namesOf(store, {}), ["evil", "c", "b", "a"]);
  });

  test("searches experiments by name, times and tags", async (store) => {
    await store.createExperiment("penguins", { tags: { team: "birds" } });
    await store.createExperiment("Fish", { tags: { team: "sea" } });
    const gone = await store.createExperiment("gone", { tags: { team: "birds" } });
    await store.deleteExperiment(gone);
    const names = async (options: Parameters<TrackingStore["searchExperiments"]>[0]) =>
      (await store.searchExperiments(options)).items.map(({ name }) => name);

    assert.deepEqual(await names({ filter: "name LIKE 'peng%'" }), ["penguins"]);
    assert.deepEqual(await names({ filter: "attribute.name ILIKE 'f%' AND tags.team = 'sea'" }), ["Fish"]);
    assert.deepEqual(
      await names({ filter: "tags.team = 'birds'", lifecycleStage: "all", orderBy: ["name"] }),
      [
        "gone",
        "penguins",
      ],
    );
    assert.deepEqual(
      await names({ filter: "creation_time > 0 AND tag.team IS NOT NULL", orderBy: ["name DESC"] }),
      [
        "penguins",
        "Fish",
      ],
    );
    const first = await store.searchExperiments({ orderBy: ["name"], maxResults: 2 });
    assert.deepEqual(first.items.map(({ name }) => name), ["Default", "Fish"]);
    assert.deepEqual(await names({ orderBy: ["name"], maxResults: 2, pageToken: first.nextPageToken }), [
      "penguins",
    ]);
    await assertRefused(() => store.searchExperiments({ filter: "metrics.loss < 1" }), {
      code: "INVALID_PARAMETER_VALUE",
      mentions: ["experiments", "metrics"],
    });
  });
}

async function threeRuns(store: TrackingStore): Promise<readonly [string, string, string]> {
  const make = async (
    runName: string,
    startTime: number,
    entries: Parameters<TrackingStore["logBatch"]>[1],
  ): Promise<string> => {
    const { info } = await store.createRun({ experimentId: "0", runName, startTime });
    await store.logBatch(info.runId, entries);
    return info.runId;
  };
  const metric = (key: string, value: number, step = 0) => ({ key, value, step, timestamp: 1 });
  const a = await make("a", 1000, {
    params: [["lr", "0.1"], ["kind", "Tree"]],
    metrics: [metric("loss", 9), metric("loss", 0.1, 1)],
    tags: [["team", "birds"]],
  });
  await store.updateRun(a, { status: "FINISHED", endTime: 5000 });
  const b = await make("b", 2000, {
    params: [["lr", "0.2"], ["kind", "tree"]],
    metrics: [metric("loss", 2), metric("train/loss", 1)],
  });
  await store.updateRun(b, { status: "FAILED", endTime: 3000 });
  const c = await make("c", 3000, {
    params: [["lr", "0.1"]],
    metrics: [metric("loss", 0.3)],
    tags: [["team", "sea"]],
  });
  await store.updateRun(c, { status: "KILLED", endTime: 4000 });
  return [a, b, c];
}

async function namesOf(
  store: TrackingStore,
  search: Parameters<TrackingStore["searchRuns"]>[0],
): Promise<readonly string[]> {
  return (await store.searchRuns(search)).items.map(({ info }) => info.runName);
}
