import assert from "node:assert/strict";
import type { MetricPoint } from "../../lib/core/run_context.ts";
import type { TrackingStore } from "../../lib/tracking/tracking_store.ts";
import { assertRefused, newRun, type StoreTest } from "./tracking_store_contract.ts";

const INVALID = "INVALID_PARAMETER_VALUE";

/** What holds for params, metrics and tags. */
export function testEntries(test: StoreTest): void {
  test("keeps names and values of params and tags as they are", async (store) => {
    const runId = await newRun(store);
    const entries = [
      ["plain", "1"],
      ["été/penguin 1.0-x_y", "ünïcödé 🐧\nsecond line"],
      ["empty", ""],
      ["__proto__", "key like any other"],
      ["quotes", `"'; DROP TABLE runs; --`],
    ] as const;

    await store.logBatch(runId, { params: entries, tags: entries });

    const run = await store.getRun(runId);
    const sorted = (record: Readonly<Record<string, string>> = {}) =>
      Object.entries(record).filter(([key]) => key !== "mlflow.runName").sort();
    assert.deepEqual(sorted(run?.params), [...entries].sort());
    assert.deepEqual(sorted(run?.tags), [...entries].sort());
  });

  test("takes a param again with the same value, and refuses another one", async (store) => {
    const runId = await newRun(store);
    await store.logBatch(runId, { params: [["trees", "100"]] });

    await store.logBatch(runId, { params: [["trees", "100"]] });
    await assertRefused(() => store.logBatch(runId, { params: [["trees", "200"]] }), {
      code: INVALID,
      mentions: ["trees", "100", "200"],
    });

    assert.deepEqual((await store.getRun(runId))?.params, { trees: "100" });
  });

  test("writes nothing of a batch that holds something wrong", async (store) => {
    const runId = await newRun(store);
    await store.logBatch(runId, { params: [["trees", "100"]] });
    const metrics = [{ key: "loss", value: 1, step: 0, timestamp: 1 }];
    const tags = [["team", "birds"]] as const;

    await assertRefused(
      () => store.logBatch(runId, { params: [["new", "1"], ["trees", "200"]], metrics, tags }),
      { code: INVALID },
    );
    await assertRefused(
      () => store.logBatch(runId, { params: [["new", "1"]], metrics, tags: [...tags, ["", "x"]] }),
      { code: INVALID },
    );

    const run = await store.getRun(runId);
    assert.deepEqual(run?.params, { trees: "100" });
    assert.deepEqual(run.metrics, {});
    assert.equal(run.tags["team"], undefined);
    // And what was rolled back does not stand in the way of the next attempt.
    await store.logBatch(runId, { metrics });
    assert.equal((await store.getMetricHistory(runId, "loss")).length, 1);
  });

  test("refuses NUL, which SQLite would cut values at", async (store) => {
    const runId = await newRun(store);

    await assertRefused(() => store.logBatch(runId, { params: [["a", "x\0y"]] }), { code: INVALID });
    await assertRefused(() => store.logBatch(runId, { tags: [["a", "x\0y"]] }), { code: INVALID });
  });

  test("refuses a param that stands twice in a batch", async (store) => {
    const runId = await newRun(store);

    await assertRefused(() => store.logBatch(runId, { params: [["a", "1"], ["a", "1"]] }), { code: INVALID });
  });

  test("replaces tags, and removes them", async (store) => {
    const runId = await newRun(store);
    await store.logBatch(runId, { tags: [["stage", "test"], ["team", "birds"]] });

    await store.logBatch(runId, { tags: [["stage", "done"]] });
    await store.deleteTag(runId, "team");

    const run = await store.getRun(runId);
    assert.equal(run?.tags["stage"], "done");
    assert.equal(run.tags["team"], undefined);
    await assertRefused(() => store.deleteTag(runId, "team"), {
      code: "RESOURCE_DOES_NOT_EXIST",
      mentions: ["team"],
    });
  });

  test("refuses names that are not plain relative paths of letters, digits and _-.: and blank", async (store) => {
    const runId = await newRun(store);
    const wrong = ["", "a//b", "/a", "a/", "./a", "../a", "a/../b", ".", "..", "a,b", "a=b", "a\nb", "a$"];

    for (const key of wrong) {
      await assertRefused(() => store.logBatch(runId, { params: [[key, "1"]] }), { code: INVALID });
      await assertRefused(() => store.logBatch(runId, { tags: [[key, "1"]] }), { code: INVALID });
      const metrics = [{ key, value: 1, step: 0, timestamp: 1 }];
      await assertRefused(() => store.logBatch(runId, { metrics }), { code: INVALID });
    }
    for (const key of ["a/b", "a.b", "a b", "a-b", "a_b", "ä9"]) {
      await store.logBatch(runId, { params: [[key, "1"]] });
    }
  });

  test("refuses what is longer than MLflow takes, instead of cutting it", async (store) => {
    const runId = await newRun(store);
    const long = (length: number) => "x".repeat(length);

    await store.logBatch(runId, { params: [[long(250), long(6000)]], tags: [[long(250), long(8000)]] });
    await assertRefused(() => store.logBatch(runId, { params: [[long(251), ""]] }), { code: INVALID });
    await assertRefused(() => store.logBatch(runId, { tags: [[long(251), ""]] }), { code: INVALID });
    await assertRefused(() => store.logBatch(runId, { params: [["a", long(6001)]] }), {
      code: INVALID,
      mentions: ["6000", "6001"],
    });
    await assertRefused(() => store.logBatch(runId, { tags: [["a", long(8001)]] }), { code: INVALID });

    assert.equal(Object.keys((await store.getRun(runId))?.params ?? {}).length, 1);
  });

  testMetrics(test);
}

function testMetrics(test: StoreTest): void {
  const log = async (store: TrackingStore, points: readonly MetricPoint[]) => {
    const runId = await newRun(store);
    for (const point of points) await store.logBatch(runId, { metrics: [point] });
    return runId;
  };
  const point = (value: number, step = 0, timestamp = 1) => ({ key: "loss", value, step, timestamp });

  test("keeps every point of a metric, in the order of step and timestamp", async (store) => {
    const points = [point(0.1, 2, 5), point(0.3, 0, 9), point(0.2, 1, 7), point(0.4, 0, 8), point(5, -3, 9)];

    const runId = await log(store, points);

    const expected = [
      point(5, -3, 9),
      point(0.4, 0, 8),
      point(0.3, 0, 9),
      point(0.2, 1, 7),
      point(0.1, 2, 5),
    ];
    assert.deepEqual(await store.getMetricHistory(runId, "loss"), expected);
  });

  test("gives the history of a metric that was logged in batches of any size", async (store) => {
    const runId = await newRun(store);
    const points = Array.from({ length: 2500 }, (_, step) => point(step / 7, step, 1000 + step));

    await store.logBatch(runId, { metrics: points.slice(0, 999) });
    await store.logBatch(runId, { metrics: points.slice(999, 1000) });
    for (const one of points.slice(1000, 1010)) await store.logBatch(runId, { metrics: [one] });
    await store.logBatch(runId, { metrics: points.slice(1010) });

    assert.deepEqual(await store.getMetricHistory(runId, "loss"), points);
    assert.deepEqual((await store.getRun(runId))?.metrics["loss"], points.at(-1));
  });

  test("reads the history of a metric in pieces", async (store) => {
    const runId = await newRun(store);
    const points = Array.from({ length: 3000 }, (_, i) => point(i === 7 ? NaN : i / 7, i % 1000, i));
    await store.logBatch(runId, { metrics: points });

    const pages = await Array.fromAsync(store.readMetricHistory(runId, "loss"));

    assert.deepEqual(pages.flat().sort((a, b) => a.timestamp - b.timestamp), points);
  });

  test("gives no points for a metric that was never logged", async (store) => {
    const runId = await newRun(store);

    assert.deepEqual(await store.getMetricHistory(runId, "loss"), []);
    assert.deepEqual(await Array.fromAsync(store.readMetricHistory(runId, "loss")), []);
  });

  test("stores the same point once, however often it is logged", async (store) => {
    const runId = await log(store, [point(1), point(1), point(1)]);
    await store.logBatch(runId, { metrics: [point(1), point(1)] });

    assert.deepEqual(await store.getMetricHistory(runId, "loss"), [point(1)]);
  });

  test("keeps values exactly, also NaN, infinities and very small ones", async (store) => {
    const values = [NaN, Infinity, -Infinity, 0.1, 1e300, 5e-324, -1.5, 2 ** 53, Math.PI];

    const runId = await log(store, values.map((value, step) => point(value, step)));

    const history = await store.getMetricHistory(runId, "loss");
    assert.deepEqual(history.map(({ value }) => value), values);
  });

  test("keeps steps and timestamps over the whole range of safe integers", async (store) => {
    const points = [point(1, Number.MIN_SAFE_INTEGER, 0), point(2, Number.MAX_SAFE_INTEGER, 4e12)];

    const runId = await log(store, points);

    assert.deepEqual(await store.getMetricHistory(runId, "loss"), points);
  });

  test("takes the point of the highest step, then timestamp, then value as the newest", async (store) => {
    const newest = async (...points: readonly MetricPoint[]) =>
      (await store.getRun(await log(store, points)))?.metrics["loss"];

    assert.deepEqual(await newest(point(1, 5, 1), point(9, 4, 9)), point(1, 5, 1));
    assert.deepEqual(await newest(point(1, 5, 9), point(9, 5, 8)), point(1, 5, 9));
    assert.deepEqual(await newest(point(1, 5, 9), point(2, 5, 9), point(0, 5, 9)), point(2, 5, 9));
    assert.deepEqual(await newest(point(-1, -5), point(-2, -6)), point(-1, -5));
  });

  test("gives the same newest point before and after the end of the run", async (store) => {
    const runId = await log(store, [point(1, 5, 1), point(9, 4, 9)]);
    const before = (await store.getRun(runId))?.metrics;

    await store.updateRun(runId, { status: "FINISHED", endTime: 10 });

    assert.deepEqual((await store.getRun(runId))?.metrics, before);
    assert.deepEqual((await store.searchRuns()).items[0]?.metrics, before);
  });

  test("refuses a step that is no integer and a timestamp that is none or negative", async (store) => {
    const runId = await newRun(store);

    for (
      const wrong of [point(1, 0.5), point(1, NaN), point(1, 2 ** 53), point(1, 0, -1), point(1, 0, 1.5)]
    ) {
      await assertRefused(() => store.logBatch(runId, { metrics: [wrong] }), {
        code: INVALID,
        mentions: ["loss"],
      });
    }
    assert.deepEqual(await store.getMetricHistory(runId, "loss"), []);
  });
}
