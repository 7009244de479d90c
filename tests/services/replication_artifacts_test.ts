import assert from "node:assert/strict";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { openMlflowStore, openReplication, startRun, syncRuns } from "../../mod.ts";
import { dumpMlflow } from "../support/mlflow_dump.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { assertSameOnServer } from "../support/same_on_server.ts";
import { tempDir } from "../support/temp_dir.ts";

const mlflow = sharedMlflow();
const HELLO = new TextEncoder().encode("hello");

testWithMlflow("syncRuns() copies artifacts and files of models from the store that holds them", async () => {
  await mlflow().clear();
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path, { artifacts: memoryStore() });
  const run = await startRun(store);
  await run.writeArtifact("notes/note.txt", HELLO);
  const { modelId } = await store.createLoggedModel({
    experimentId: "0",
    name: "linear",
    sourceRunId: run.id,
  });
  await store.writeModelArtifact(modelId, "weights.bin", HELLO);
  await store.finalizeLoggedModel(modelId, "READY");
  await run.end("FINISHED");

  const { unfinished, reason } = await syncRuns(store, { uri: mlflow().url, runs: [run.id] });

  assert.deepEqual([unfinished, reason], [[], undefined]);
  const dump = await dumpMlflow(mlflow());
  assert.deepEqual(Object.keys(dump.models[0]?.files ?? {}), ["weights.bin"]);
  await assertSameOnServer(store, dump);
});

testWithMlflow(
  "openReplication() copies artifacts from the store that holds them while a run is at work",
  async () => {
    await mlflow().clear();
    await using dir = await tempDir();
    await using store = openEmbeddedStore(dir.path, { artifacts: memoryStore() });
    const replication = await openReplication(store, { uri: mlflow().url });
    const run = await startRun(store, { replication });
    await run.writeArtifact("early.txt", HELLO);
    // By then a thread of its own would have taken over.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await run.writeArtifact("late.txt", HELLO);

    await using server = await openMlflowStore(mlflow().url, { variable: () => undefined });
    const deadline = Date.now() + 60_000;
    const isThere = async (): Promise<boolean> => {
      const { items: [copy] } = await server.searchRuns();
      return copy !== undefined &&
        (await server.listArtifacts(copy.info.runId)).some(({ path }) => path === "late.txt");
    };
    while (!await isThere()) {
      assert.ok(Date.now() < deadline, "late.txt has not arrived");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await run.end("FINISHED");
    const { unfinished } = await replication.finish(60);

    assert.deepEqual(unfinished, []);
    await assertSameOnServer(store, await dumpMlflow(mlflow()));
  },
);
