import assert from "node:assert/strict";
import type { SearchRunsOptions, TrackingStore } from "../../lib/tracking/tracking_store.ts";
import { assertRefused, newRun, type StoreTest } from "./tracking_store_contract.ts";

/** What holds for runs. */
export function testRuns(test: StoreTest): void {
  test("makes a run that is RUNNING, with a name, its tags and nothing else", async (store) => {
    const tags = { "mlflow.user": "ada", team: "birds" };

    const run = await store.createRun({ experimentId: "0", runName: "first", startTime: 1000, tags });

    assert.match(run.info.runId, /^[0-9a-f]{32}$/);
    assert.equal(run.info.runName, "first");
    assert.equal(run.info.experimentId, "0");
    assert.equal(run.info.status, "RUNNING");
    assert.equal(run.info.startTime, 1000);
    assert.equal(run.info.endTime, undefined);
    assert.equal(run.info.userId, "ada");
    assert.equal(run.info.lifecycleStage, "active");
    assert.ok(run.info.artifactUri.endsWith(`/0/${run.info.runId}/artifacts`));
    assert.deepEqual({ ...run.tags }, { ...tags, "mlflow.runName": "first" });
    assert.deepEqual(run.params, {});
    assert.deepEqual(run.metrics, {});
    assert.deepEqual(await store.getRun(run.info.runId), run);
  });

  test("invents a name for a run without one", async (store) => {
    const run = await store.createRun({ experimentId: "0" });

    assert.match(run.info.runName, /^[a-z]+-[a-z]+-\d+$/);
    assert.equal(run.tags["mlflow.runName"], run.info.runName);
  });

  test("takes the name of a run from its tag, and refuses two names", async (store) => {
    const tags = { "mlflow.runName": "by tag" };

    assert.equal((await store.createRun({ experimentId: "0", tags })).info.runName, "by tag");
    await assertRefused(() => store.createRun({ experimentId: "0", runName: "other", tags }), {
      code: "INVALID_PARAMETER_VALUE",
      mentions: ["by tag", "other"],
    });
  });

  test("changes status, end and name of a run, and leaves the rest", async (store) => {
    const runId = await newRun(store, "first");

    await store.updateRun(runId, { status: "FINISHED", endTime: 2000 });
    await store.updateRun(runId, { runName: "renamed" });

    const run = await store.getRun(runId);
    assert.equal(run?.info.status, "FINISHED");
    assert.equal(run.info.endTime, 2000);
    assert.equal(run.info.runName, "renamed");
    assert.equal(run.tags["mlflow.runName"], "renamed");
  });

  test("refuses a status that is none, and times that are no milliseconds", async (store) => {
    const runId = await newRun(store);
    const invalid = { code: "INVALID_PARAMETER_VALUE" };
    const lowerCase = "finished" as "FINISHED";

    await assertRefused(() => store.updateRun(runId, { status: lowerCase }), invalid);
    await assertRefused(() => store.updateRun(runId, { endTime: 0.5 }), invalid);
    await assertRefused(() => store.createRun({ experimentId: "0", startTime: -1 }), invalid);

    assert.equal((await store.getRun(runId))?.info.status, "RUNNING");
  });

  test("renames a run when its name tag is set", async (store) => {
    const runId = await newRun(store, "first");

    await store.logBatch(runId, { tags: [["mlflow.runName", "renamed"]] });

    assert.equal((await store.getRun(runId))?.info.runName, "renamed");
  });

  test("deletes and restores a run, and lets nobody write to a deleted one", async (store) => {
    const runId = await newRun(store);
    await store.deleteRun(runId);

    assert.equal((await store.getRun(runId))?.info.lifecycleStage, "deleted");
    const refused = { code: "INVALID_PARAMETER_VALUE" };
    const metrics = [{ key: "loss", value: 1, step: 0, timestamp: 1 }];
    await assertRefused(() => store.logBatch(runId, { metrics }), refused);
    await assertRefused(() => store.logBatch(runId, { params: [["a", "1"]] }), refused);
    await assertRefused(() => store.updateRun(runId, { status: "FINISHED" }), refused);
    await assertRefused(() => store.deleteTag(runId, "mlflow.runName"), refused);
    await assertRefused(() => store.writeArtifact(runId, "a.txt", new Uint8Array(1)), refused);

    await store.restoreRun(runId);
    await store.logBatch(runId, { metrics });

    assert.equal((await store.getRun(runId))?.info.lifecycleStage, "active");
    assert.equal((await store.getRun(runId))?.metrics["loss"]?.value, 1);
  });

  test("refuses a metric of a deleted run that it has just written to", async (store) => {
    const runId = await newRun(store);
    const point = (step: number) => ({ metrics: [{ key: "loss", value: 1, step, timestamp: 1 }] });
    await store.logBatch(runId, point(0));
    await store.logBatch(runId, point(1));
    await store.deleteRun(runId);

    await assertRefused(() => store.logBatch(runId, point(2)), {
      code: "INVALID_PARAMETER_VALUE",
      mentions: [runId],
    });
    assert.equal((await store.getMetricHistory(runId, "loss")).length, 2);
  });

  test("takes values for a run that has ended", async (store) => {
    const runId = await newRun(store);
    const point = (step: number) => ({ metrics: [{ key: "loss", value: step, step, timestamp: 1 }] });
    await store.logBatch(runId, point(0));
    await store.updateRun(runId, { status: "FINISHED", endTime: 2000 });

    await store.logBatch(runId, point(1));
    await store.logBatch(runId, point(2));

    assert.equal((await store.getRun(runId))?.metrics["loss"]?.value, 2);
  });

  test("says which run does not exist", async (store) => {
    const missing = { code: "RESOURCE_DOES_NOT_EXIST", mentions: ["0123"] };

    assert.equal(await store.getRun("0123"), undefined);
    await assertRefused(() => store.updateRun("0123", { status: "FINISHED" }), missing);
    await assertRefused(() => store.logBatch("0123", { params: [["a", "1"]] }), missing);
    await assertRefused(() => store.getMetricHistory("0123", "loss"), missing);
    await assertRefused(() => Array.fromAsync(store.readMetricHistory("0123", "loss")), missing);
    await assertRefused(() => store.deleteTag("0123", "a"), missing);
    await assertRefused(() => store.deleteRun("0123"), missing);
    await assertRefused(() => store.restoreRun("0123"), missing);
    await assertRefused(() => store.writeArtifact("0123", "a.txt", new Uint8Array(1)), missing);
    await assertRefused(() => store.listArtifacts("0123"), missing);
    await assertRefused(() => store.readArtifact("0123", "a.txt"), missing);
  });

  testSearch(test);
}

function testSearch(test: StoreTest): void {
  const names = async (store: TrackingStore, options?: SearchRunsOptions) =>
    (await store.searchRuns(options)).items.map(({ info }) => info.runName);
  const create = (store: TrackingStore, runName: string, startTime: number, experimentId = "0") =>
    store.createRun({ experimentId, runName, startTime });

  test("finds runs, the one that started last first", async (store) => {
    await create(store, "middle", 2000);
    await create(store, "oldest", 1000);
    await create(store, "newest", 3000);

    assert.deepEqual(await names(store), ["newest", "middle", "oldest"]);
  });

  test("finds runs with all that was recorded in them", async (store) => {
    const runId = await newRun(store);
    await store.logBatch(runId, {
      params: [["trees", "100"]],
      metrics: [{ key: "loss", value: 0.5, step: 1, timestamp: 2 }],
      tags: [["team", "birds"]],
    });
    await create(store, "other", 1);

    const { items } = await store.searchRuns();

    assert.deepEqual(items[0], await store.getRun(runId));
    assert.equal(items[0]?.params["trees"], "100");
    assert.deepEqual(items[1]?.params, {});
  });

  test("finds runs by experiment, and by default those of all active experiments", async (store) => {
    const [birds, gone] = [await store.createExperiment("birds"), await store.createExperiment("gone")];
    await create(store, "in birds", 2000, birds);
    await create(store, "in Default", 1000);
    await create(store, "in gone", 3000, gone);
    await store.deleteExperiment(gone);

    assert.deepEqual(await names(store), ["in birds", "in Default"]);
    assert.deepEqual(await names(store, { experimentIds: [birds] }), ["in birds"]);
    assert.deepEqual(await names(store, { experimentIds: [] }), []);
  });

  test("finds runs by name, by the beginning of their id and by status", async (store) => {
    const { info: { runId } } = await create(store, "first", 1000);
    await create(store, "second", 2000);
    await store.updateRun(runId, { status: "FAILED" });

    assert.deepEqual(await names(store, { runName: "first" }), ["first"]);
    assert.deepEqual(await names(store, { runIdPrefix: runId.slice(0, 20) }), ["first"]);
    assert.deepEqual(await names(store, { runIdPrefix: runId }), ["first"]);
    assert.deepEqual(await names(store, { runIdPrefix: "%" }), []);
    assert.deepEqual(await names(store, { status: ["FAILED", "KILLED"] }), ["first"]);
    assert.deepEqual(await names(store, { status: ["RUNNING"], runName: "first" }), []);
  });

  test("finds deleted runs when asked for them", async (store) => {
    const { info: { runId } } = await create(store, "deleted", 1000);
    await create(store, "active", 2000);
    await store.deleteRun(runId);

    assert.deepEqual(await names(store), ["active"]);
    assert.deepEqual(await names(store, { lifecycleStage: "deleted" }), ["deleted"]);
    assert.deepEqual(await names(store, { lifecycleStage: "all" }), ["active", "deleted"]);
  });

  const threePages = async (store: TrackingStore, meanwhile: () => Promise<unknown>) => {
    for (let i = 1; i <= 5; i++) await create(store, `run ${i}`, i * 1000);

    const first = await store.searchRuns({ maxResults: 2 });
    await meanwhile();
    const second = await store.searchRuns({ maxResults: 2, pageToken: first.nextPageToken });
    const third = await store.searchRuns({ maxResults: 2, pageToken: second.nextPageToken });

    const pages = [first, second, third].map(({ items }) => items.map(({ info }) => info.runName));
    assert.deepEqual(pages, [["run 5", "run 4"], ["run 3", "run 2"], ["run 1"]]);
    assert.equal(third.nextPageToken, undefined);
  };

  test("finds runs page by page", async (store) => {
    await threePages(store, () => Promise.resolve());
  });

  test("finds runs page by page, undisturbed by a run that starts meanwhile", async (store) => {
    await threePages(store, () => create(store, "newer", 9000));
  }, "stablePages");

  test("has no next page when the last one is full", async (store) => {
    await create(store, "only", 1000);

    assert.equal((await store.searchRuns({ maxResults: 1 })).nextPageToken, undefined);
  });

  test("refuses a page size out of bounds and a token that is none", async (store) => {
    const invalid = { code: "INVALID_PARAMETER_VALUE" };

    await assertRefused(() => store.searchRuns({ maxResults: 0 }), invalid);
    await assertRefused(() => store.searchRuns({ maxResults: 50_001 }), invalid);
    await assertRefused(() => store.searchRuns({ pageToken: "nonsense" }), invalid);
  });
}
