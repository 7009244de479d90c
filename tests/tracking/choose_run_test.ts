import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { startRun } from "../../lib/tracking/start_run.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("startRun() refuses a deleted experiment, and leaves no lock", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await store.deleteExperiment(await store.createExperiment("gone"));

  await assert.rejects(startRun(store, { experiment: "gone" }), {
    name: "TrackingError",
    message: 'Cannot use experiment "gone": it is deleted; restore it or take another name',
  });

  assert.deepEqual((await store.searchRuns({ lifecycleStage: "all" })).items, []);
});

Deno.test("startRun() restores a deleted experiment when it is told to", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const id = await store.createExperiment("gone");
  await store.deleteExperiment(id);

  await using run = await startRun(store, { experiment: "gone", restoreExperiment: true });

  assert.equal(run.experimentId, id);
  assert.equal((await store.getExperiment(id))?.lifecycleStage, "active");
});

Deno.test("startRun() gives tags and a folder of artifacts to an experiment that it makes, and to no other", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const options = { experiment: "e", experimentTags: { team: "birds" }, artifactLocation: "data/runs" };

  await using run = await startRun(store, options);
  await using again = await startRun(store, {
    ...options,
    experimentTags: { team: "x" },
    artifactLocation: "other",
  });
  await run.writeArtifact("a/b.txt", new TextEncoder().encode("hello"));
  await again.writeArtifact("c.txt", new TextEncoder().encode("again"));

  const experiment = await store.getExperimentByName("e");
  assert.deepEqual(experiment?.tags, { team: "birds" });
  assert.equal(experiment.artifactLocation, pathToFileURL(dir.join("data/runs")).href);
  assert.equal(await Deno.readTextFile(dir.join("data/runs", run.id, "artifacts/a/b.txt")), "hello");
  assert.equal(await Deno.readTextFile(dir.join("data/runs", again.id, "artifacts/c.txt")), "again");
  assert.equal(await new Response(await store.readArtifact(run.id, "a/b.txt")).text(), "hello");
  const { info } = await store.getRun(run.id) ?? {};
  assert.equal(info?.artifactUri, pathToFileURL(dir.join("data/runs", run.id, "artifacts")).href);
  const found = await store.searchRuns({ filter: `attributes.artifact_uri = '${info?.artifactUri}'` });
  assert.deepEqual(found.items.map((each) => each.info.runId), [run.id]);
});

Deno.test("startRun() uses an experiment by its id, which must exist and have the name that is given", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const experimentId = await store.createExperiment("e");

  await using run = await startRun(store, { experimentId });

  assert.deepEqual([run.experimentId, run.experiment], [experimentId, "e"]);
  await assert.rejects(startRun(store, { experimentId: "99" }), {
    name: "TrackingError",
    message: "Cannot use experiment 99: there is none with this id",
  });
  await assert.rejects(startRun(store, { experimentId, experiment: "f" }), {
    message: `Cannot use experiment ${experimentId}: its name is "e", not "f"`,
  });
});

Deno.test("startRun() goes on with a run by its id, in its experiment", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const first = await startRun(store, { experiment: "e", name: "first", tags: { a: "1" } });
  first.write({ params: [["k", "3"]], metrics: [{ key: "loss", value: 1, step: 0, timestamp: 1 }] });
  await first.end("FAILED", new Error("no luck"));

  const second = await startRun(store, {
    runId: first.id,
    experiment: "f",
    name: "second",
    tags: { b: "2" },
  });

  assert.deepEqual([second.id, second.name, second.experiment], [first.id, "second", "e"]);
  const going = await store.getRun(first.id);
  assert.deepEqual([going?.info.status, going?.info.endTime], ["RUNNING", undefined]);
  assert.deepEqual([going?.tags["a"], going?.tags["b"]], ["1", "2"]);
  assert.equal(going?.tags["kedge.error.message"], undefined);
  second.write({ params: [["k", "3"], ["l", "4"]] });
  second.write({ metrics: [{ key: "loss", value: 0.5, step: 1, timestamp: 2 }] });
  await second.end("FINISHED");
  const ended = await store.getRun(first.id);
  assert.equal(ended?.info.status, "FINISHED");
  assert.deepEqual([ended?.params, ended?.metrics["loss"]?.value], [{ k: "3", l: "4" }, 0.5]);
  assert.equal(await store.getExperimentByName("f"), undefined);
});

Deno.test("startRun() refuses to go on with a run that is not there, or deleted", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const run = await startRun(store, { name: "first" });
  await run.end("FINISHED");
  await store.deleteRun(run.id);

  await assert.rejects(startRun(store, { runId: "8f3c" }), {
    name: "TrackingError",
    code: "RESOURCE_DOES_NOT_EXIST",
    message: 'Cannot go on with run "8f3c": there is no run with this id',
  });
  await assert.rejects(startRun(store, { runId: run.id }), {
    message: `Cannot go on with run "${run.id}": run "first" is deleted; restore it first`,
  });
});

Deno.test("startRun() tells the id of the run whose name or beginning was given to go on with", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const { id, ...run } = await startRun(store, { name: "first" });
  await run.end("FINISHED");

  for (const runId of ["first", id.slice(0, 8)]) {
    await assert.rejects(startRun(store, { runId }), {
      code: "RESOURCE_DOES_NOT_EXIST",
      message:
        `Cannot go on with run "${runId}": there is no run with this id. Did you mean "${id}", the run "first"?`,
    });
  }
});

Deno.test("a param that has another value in the run that goes on is refused with run, name and values", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const first = await startRun(store, { name: "first" });
  first.write({ params: [["k", "3"]] });
  await first.end("FINISHED");
  await using second = await startRun(store, { runId: first.id });

  assert.throws(() => second.write({ params: [["k", "4"]] }), {
    message:
      'Cannot log param "k" of run "first" with value "4": params are written once, and its value is "3"',
  });
});
