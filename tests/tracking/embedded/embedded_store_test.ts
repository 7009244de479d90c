import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { memoryStore } from "../../../lib/stores/memory_store.ts";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("EmbeddedStore says which registered models and versions there are, when one is not there", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await store.createRegisteredModel("forest");
  const { modelId } = await store.createLoggedModel({ experimentId: "0" });
  const source = `models:/${modelId}`;
  await store.createModelVersion("forest", { source });

  await assert.rejects(store.createModelVersion("forst", { source }), /forst.*forest/s);
  await assert.rejects(store.setModelAlias("forest", "a", "7"), /7.*newest is 1/s);
});

Deno.test("EmbeddedStore.write() has stored everything when it returns, for every other connection", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await using other = openEmbeddedStore(dir.path);
  store.insertRun("run", { experimentId: "0" });

  store.write("run", { metrics: [{ key: "loss", value: 1, step: 0, timestamp: 1 }] });
  store.write("run", { metrics: [{ key: "loss", value: 2, step: 1, timestamp: 1 }] });

  assert.equal((await other.getRun("run"))?.metrics["loss"]?.value, 2);
});

Deno.test("EmbeddedStore gives the newest point when another process ends the run while this one writes", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await using other = openEmbeddedStore(dir.path);
  store.insertRun("run", { experimentId: "0" });
  const log = (step: number) =>
    store.write("run", { metrics: [{ key: "loss", value: step, step, timestamp: 1 }] });
  log(0);
  log(1);

  other.finishRun("run", { status: "FINISHED", endTime: 5 });
  log(2);

  assert.equal((await other.getRun("run"))?.metrics["loss"]?.value, 2);
});

Deno.test("EmbeddedStore.writeNodes() replaces the record of a node", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  store.insertRun("run", { experimentId: "0" });

  store.writeNodes("run", [
    { node: "b", status: "running", startTime: 2000 },
    { node: "a", status: "running", startTime: 1000 },
  ]);
  store.writeNodes("run", [{ node: "a", status: "failed", startTime: 1000, duration: 1.5, error: "no" }]);

  assert.deepEqual(await store.getNodes("run"), [
    { node: "a", status: "failed", startTime: 1000, duration: 1.5, error: "no" },
    { node: "b", status: "running", startTime: 2000, duration: undefined, error: undefined },
  ]);
});

Deno.test("EmbeddedStore keeps artifacts in the folder that artifactUri names", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const { artifactUri } = store.insertRun("run", { experimentId: "0" });

  await store.writeArtifact("run", "notes/a.txt", new TextEncoder().encode("hello"));

  assert.equal(artifactUri, pathToFileURL(dir.join(".kedge/artifacts/0/run/artifacts")).href);
  assert.equal(await Deno.readTextFile(new URL(`${artifactUri}/notes/a.txt`)), "hello");
});

Deno.test("EmbeddedStore says that a file stands where the folder of an artifact should be", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  store.insertRun("run", { experimentId: "0" });
  await store.writeArtifact("run", "model", new Uint8Array(1));

  await assert.rejects(store.writeArtifact("run", "model/a.json", new Uint8Array(1)), {
    name: "TrackingError",
    code: "INVALID_PARAMETER_VALUE",
    message: /^Cannot store artifact "model\/a\.json" of run ".+": Cannot write ".*": a file stands where/,
  });

  assert.deepEqual((await store.listArtifacts("run")).map(({ path }) => path), ["model"]);
});

Deno.test("EmbeddedStore lists no artifact whose bytes could not be stored", async () => {
  await using dir = await tempDir();
  const full = { ...memoryStore("full"), write: () => Promise.reject(new RangeError("the disk is full")) };
  await using store = openEmbeddedStore(dir.path, { artifacts: full });
  store.insertRun("run", { experimentId: "0" });

  await assert.rejects(store.writeArtifact("run", "a.txt", new Uint8Array(1)), /the disk is full/);

  assert.deepEqual(await store.listArtifacts("run"), []);
});

Deno.test("EmbeddedStore.ensureExperiment() makes an experiment once", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);

  const id = store.ensureExperiment("penguins");

  assert.equal(store.ensureExperiment("penguins"), id);
  assert.equal((await store.listExperiments()).length, 2);
});
