import assert from "node:assert/strict";
import type { DatasetUse } from "../../lib/tracking/dataset_use.ts";
import { assertRefused, newRun, type StoreTest } from "./tracking_store_contract.ts";

const USE: DatasetUse = {
  role: "input",
  dataset: {
    name: "penguins",
    digest: "8f3c",
    sourceType: "local",
    source: '{"uri":"data/penguins.csv"}',
    schema: '{"mlflow_colspec":[{"name":"mass","type":"double"}]}',
    profile: '{"num_rows":344}',
  },
  tags: { "mlflow.data.context": "training" },
  uri: "data/penguins.csv",
  node: "train",
  time: 5,
};

/** What holds for data that runs read and write. */
export function testInputs(test: StoreTest): void {
  test("records which data a run read, once, with node and place", async (store) => {
    const runId = await newRun(store);
    const bare = { name: "other", digest: "1", sourceType: "code", source: "{}" };

    await store.logInputs(runId, [USE, { role: "input", dataset: bare, time: 6 }]);
    await store.logInputs(runId, [USE]);

    const uses = await store.getDatasetUses(runId);
    const byName = (name: string) => uses.find(({ dataset }) => dataset.name === name);
    assert.equal(uses.length, 2);
    assert.deepEqual(byName("penguins"), USE);
    assert.equal(byName("other")?.dataset.schema, undefined);
    assert.equal(byName("other")?.time, 6);
  });

  test("records which data a run wrote", async (store) => {
    const runId = await newRun(store);

    await store.logInputs(runId, [{ ...USE, role: "output" }]);

    assert.deepEqual((await store.getDatasetUses(runId)).map(({ role }) => role), ["output"]);
  }, "outputs");

  test("says what is wrong with data that cannot be recorded, and which run does not exist", async (store) => {
    const runId = await newRun(store);
    const nameless = { ...USE, dataset: { ...USE.dataset, digest: "x".repeat(37) } };

    await assertRefused(() => store.logInputs(runId, [nameless]), {
      code: "INVALID_PARAMETER_VALUE",
      mentions: ["penguins", "36"],
    });
    const missing = { code: "RESOURCE_DOES_NOT_EXIST", mentions: ["0123"] };
    await assertRefused(() => store.logInputs("0123", [USE]), missing);
    await assertRefused(() => store.getDatasetUses("0123"), missing);
    await assertRefused(() => store.getNodes("0123"), missing);
    assert.deepEqual(await store.getDatasetUses(runId), []);
  });
}
