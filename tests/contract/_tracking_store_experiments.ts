import assert from "node:assert/strict";
import { assertRefused, newRun, type StoreTest } from "./tracking_store_contract.ts";

/** What holds for experiments. */
export function testExperiments(test: StoreTest): void {
  test('has the experiment "Default" with id 0 from the beginning', async (store) => {
    const experiment = await store.getExperiment("0");

    assert.equal(experiment?.name, "Default");
    assert.equal(experiment.lifecycleStage, "active");
    assert.deepEqual(await store.getExperimentByName("Default"), experiment);
  });

  test("gives back an experiment with its tags, by id and by name", async (store) => {
    const id = await store.createExperiment("Pingüinos / été", { tags: { team: "birds" } });

    const experiment = await store.getExperiment(id);
    assert.equal(experiment?.experimentId, id);
    assert.equal(experiment.name, "Pingüinos / été");
    assert.deepEqual(experiment.tags, { team: "birds" });
    assert.ok(experiment.artifactLocation.endsWith(`/${id}`));
    assert.equal(experiment.lastUpdateTime, experiment.creationTime);
    assert.deepEqual(await store.getExperimentByName("Pingüinos / été"), experiment);
  });

  test("knows no experiment under another id or name", async (store) => {
    assert.equal(await store.getExperiment("4711"), undefined);
    assert.equal(await store.getExperiment("no number"), undefined);
    assert.equal(await store.getExperimentByName("default"), undefined);
  });

  test("refuses a name that is taken, also by a deleted experiment", async (store) => {
    const id = await store.createExperiment("penguins");
    await assertRefused(() => store.createExperiment("penguins"), {
      code: "RESOURCE_ALREADY_EXISTS",
      mentions: ["penguins"],
    });

    await store.deleteExperiment(id);
    await assertRefused(() => store.createExperiment("penguins"), { code: "RESOURCE_ALREADY_EXISTS" });
  });

  test("refuses a name that is blank or longer than 500 characters", async (store) => {
    await assertRefused(() => store.createExperiment(" "), { code: "INVALID_PARAMETER_VALUE" });
    await assertRefused(() => store.createExperiment("x".repeat(501)), { code: "INVALID_PARAMETER_VALUE" });
    await store.createExperiment("x".repeat(500));
  });

  test("lists active experiments, or deleted ones, or all, newest first", async (store) => {
    const first = await store.createExperiment("first");
    const second = await store.createExperiment("second");
    await store.deleteExperiment(first);
    const ids = async (stage?: "active" | "deleted" | "all") =>
      (await store.listExperiments(stage)).map(({ experimentId }) => experimentId);

    assert.deepEqual(await ids(), [second, "0"]);
    assert.deepEqual(await ids("deleted"), [first]);
    assert.deepEqual(await ids("all"), [second, first, "0"]);
  });

  test("deletes and restores an experiment with its runs", async (store) => {
    const experimentId = await store.createExperiment("penguins");
    const { info: { runId } } = await store.createRun({ experimentId });

    await store.deleteExperiment(experimentId);

    assert.equal((await store.getExperiment(experimentId))?.lifecycleStage, "deleted");
    assert.equal((await store.getRun(runId))?.info.lifecycleStage, "deleted");
    assert.deepEqual((await store.searchRuns()).items, []);
    await assertRefused(() => store.createRun({ experimentId }), { code: "INVALID_PARAMETER_VALUE" });

    await store.restoreExperiment(experimentId);

    assert.equal((await store.getExperiment(experimentId))?.lifecycleStage, "active");
    assert.equal((await store.getRun(runId))?.info.lifecycleStage, "active");
  });

  test("says which experiment does not exist", async (store) => {
    const missing = { code: "RESOURCE_DOES_NOT_EXIST", mentions: ["4711"] };

    await assertRefused(() => store.deleteExperiment("4711"), missing);
    await assertRefused(() => store.restoreExperiment("4711"), missing);
    await assertRefused(() => store.createRun({ experimentId: "4711" }), missing);
    await newRun(store);
  });
}
