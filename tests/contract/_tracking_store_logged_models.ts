import assert from "node:assert/strict";
import type { TrackingStore } from "../../lib/tracking/tracking_store.ts";
import { assertRefused, newRun, type StoreTest } from "./tracking_store_contract.ts";

/** What holds for models that runs log. */
export function testLoggedModels(test: StoreTest): void {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test("makes a logged model that waits for its files, and says when they are there", async (store) => {
    const runId = await newRun(store);
    const made = await store.createLoggedModel({
      experimentId: "0",
      name: "forest",
      modelType: "classifier",
      sourceRunId: runId,
      params: { trees: "100" },
      tags: { team: "birds" },
    });

    assert.match(made.modelId, /^m-[0-9a-f]{32}$/);
    assert.ok(made.artifactUri.endsWith(`/models/${made.modelId}/artifacts`), made.artifactUri);
    const facts = { name: made.name, type: made.modelType, run: made.sourceRunId, status: made.status };
    assert.deepEqual(facts, { name: "forest", type: "classifier", run: runId, status: "PENDING" });
    assert.deepEqual([made.params, made.tags], [{ trees: "100" }, { team: "birds" }]);
    assert.deepEqual(await store.getLoggedModel(made.modelId), made);

    const ready = await store.finalizeLoggedModel(made.modelId, "READY");

    assert.equal(ready.status, "READY");
    assert.ok(ready.lastUpdateTime >= ready.creationTime);
    const failed = await store.finalizeLoggedModel(made.modelId, "UPLOAD_FAILED", "The disk is full");
    assert.equal(failed.status, "UPLOAD_FAILED");
  });

  test("keeps why the files of a logged model could not be stored", async (store) => {
    const { modelId } = await store.createLoggedModel({ experimentId: "0" });

    await store.finalizeLoggedModel(modelId, "UPLOAD_FAILED", "The disk is full");

    assert.equal((await store.getLoggedModel(modelId))?.statusMessage, "The disk is full");
  }, "modelMessages");

  test("reads a part of a file of a logged model", async (store) => {
    const { modelId } = await store.createLoggedModel({ experimentId: "0" });
    await store.writeModelArtifact(modelId, "digits", bytes("0123456789"));

    const part = await store.readModelArtifact(modelId, "digits", { start: 3, end: 5 });

    assert.equal(await new Response(part).text(), "34");
  });

  test("gives a logged model three words as its name, unless it has one", async (store) => {
    assert.match((await store.createLoggedModel({ experimentId: "0" })).name, /^\w+-\w+-\d+$/);
  });

  test("keeps the files of a logged model, and lists them in order", async (store) => {
    const { modelId } = await store.createLoggedModel({ experimentId: "0", name: "forest" });

    assert.deepEqual(await store.writeModelArtifact(modelId, "data/model.json", bytes("{}")), {
      path: "data/model.json",
      size: 2,
    });
    await store.writeModelArtifact(modelId, "MLmodel", ReadableStream.from([bytes("fla"), bytes("vors")]));

    assert.deepEqual(await store.listModelArtifacts(modelId), [
      { path: "MLmodel", size: 7 },
      { path: "data/model.json", size: 2 },
    ]);
    const text = await new Response(await store.readModelArtifact(modelId, "MLmodel")).text();
    assert.equal(text, "flavors");
    await assertRefused(() => store.readModelArtifact(modelId, "absent"), {
      code: "RESOURCE_DOES_NOT_EXIST",
      mentions: ["forest", "absent"],
    });
    for (const path of ["../MLmodel", "/MLmodel", "a//b", ""]) {
      await assertRefused(() => store.writeModelArtifact(modelId, path, bytes("x")), {
        code: "INVALID_PARAMETER_VALUE",
      });
    }
  });

  test("sets tags and params of a logged model; params are written once", async (store) => {
    const { modelId } = await store.createLoggedModel({ experimentId: "0", tags: { a: "1", b: "1" } });

    await store.setLoggedModelTags(modelId, { a: "2", c: "3" });
    await store.deleteLoggedModelTag(modelId, "b");
    await store.logLoggedModelParams(modelId, { trees: "5" });
    await store.logLoggedModelParams(modelId, { trees: "5", depth: "2" });

    const model = await store.getLoggedModel(modelId);
    assert.deepEqual(model?.tags, { a: "2", c: "3" });
    assert.deepEqual(model.params, { depth: "2", trees: "5" });
    await assertRefused(() => store.logLoggedModelParams(modelId, { trees: "6" }), {
      code: "INVALID_PARAMETER_VALUE",
      mentions: ["trees"],
    });
  });

  test("finds logged models by MLflow's search, a page at a time, newest first", async (store) => {
    const other = await store.createExperiment("other");
    const ids: string[] = [];
    for (const name of ["a", "b", "a"]) {
      ids.push((await store.createLoggedModel({ experimentId: "0", name, tags: { n: name } })).modelId);
    }
    await store.createLoggedModel({ experimentId: other, name: "a" });
    await store.finalizeLoggedModel(ids[0]!, "READY");
    const find = async (options: Parameters<TrackingStore["searchLoggedModels"]>[0]) =>
      (await store.searchLoggedModels({ experimentIds: ["0"], ...options })).items.map(({ modelId }) =>
        modelId
      );

    assert.deepEqual(await find({}), ids.toReversed());
    assert.deepEqual(await find({ filter: "name = 'a'" }), [ids[2], ids[0]]);
    assert.deepEqual(await find({ filter: "status = 'READY'" }), [ids[0]]);
    assert.deepEqual(await find({ filter: "tags.n = 'b'", experimentIds: [other] }), []);
    const page = await store.searchLoggedModels({ experimentIds: ["0"], maxResults: 2 });
    assert.equal(page.items.length, 2);
    assert.deepEqual(await find({ maxResults: 2, pageToken: page.nextPageToken }), [ids[0]]);
    assert.equal((await store.searchLoggedModels()).items.length, 4);
  });

  test("knows no logged model once it is deleted", async (store) => {
    const { modelId } = await store.createLoggedModel({ experimentId: "0" });

    await store.deleteLoggedModel(modelId);

    assert.equal(await store.getLoggedModel(modelId), undefined);
    assert.deepEqual((await store.searchLoggedModels()).items, []);
    const missing = { code: "RESOURCE_DOES_NOT_EXIST", mentions: [modelId] };
    await assertRefused(() => store.deleteLoggedModel(modelId), missing);
    await assertRefused(() => store.writeModelArtifact(modelId, "a", bytes("x")), missing);
    await assertRefused(() => store.finalizeLoggedModel(modelId, "READY"), missing);
  });

  test("records the models that a run read and made; of one it made the metrics of the step are the model's", async (store) => {
    const runId = await newRun(store);
    await store.logBatch(runId, {
      metrics: [
        { key: "loss", value: 0.5, step: 0, timestamp: 1 },
        { key: "loss", value: 0.1, step: 3, timestamp: 2 },
      ],
    });
    const read = await store.createLoggedModel({ experimentId: "0" });
    const made = await store.createLoggedModel({ experimentId: "0" });
    const models = [
      { modelId: read.modelId, role: "input", step: 0 },
      { modelId: made.modelId, role: "output", step: 3 },
    ] as const;

    await store.logRunModels(runId, models);
    await store.logRunModels(runId, models);

    assert.deepEqual(await store.getRunModels(runId), models);
    assert.deepEqual((await store.getLoggedModel(made.modelId))?.metrics, [
      { key: "loss", step: 3, timestamp: 2, value: 0.1, runId },
    ]);
    assert.deepEqual((await store.getLoggedModel(read.modelId))?.metrics, []);
  });

  test("refuses a logged model without experiment or run, or with a name that MLflow refuses", async (store) => {
    const missing = { code: "RESOURCE_DOES_NOT_EXIST", mentions: ["4711"] };
    await assertRefused(() => store.createLoggedModel({ experimentId: "4711" }), missing);
    await assertRefused(() => store.createLoggedModel({ experimentId: "0", sourceRunId: "4711" }), missing);
    for (const name of ["", "a/b", "a:b", "a.b", "50%", "it's"]) {
      await assertRefused(() => store.createLoggedModel({ experimentId: "0", name }), {
        code: "INVALID_PARAMETER_VALUE",
        mentions: ["name"],
      });
    }
    assert.deepEqual((await store.searchLoggedModels()).items, []);
  });
}
