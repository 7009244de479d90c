import assert from "node:assert/strict";
import { logMetric, logParams, setTag } from "../../../lib/tracking/logging/log_entries.ts";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { withRun } from "../../../lib/tracking/logging/with_run.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("withRun() records what is logged inside it and finishes the run", async () => {
  await using dir = await tempDir();

  await withRun({ directory: dir.path, experiment: "penguins", name: "first" }, () => {
    logParams({ trees: 100 });
    logMetric("loss", 0.5);
    logMetric("loss", 0.25, { step: 1, timestamp: 7 });
    setTag("stage", "test");
  });

  await using store = openEmbeddedStore(dir.path);
  const { items: [run] } = await store.searchRuns();
  assert.equal(run?.info.status, "FINISHED");
  assert.equal(run.info.runName, "first");
  assert.deepEqual(run.params, { trees: "100" });
  assert.deepEqual(run.metrics, { loss: { key: "loss", value: 0.25, step: 1, timestamp: 7 } });
  assert.equal(run.tags["stage"], "test");
});

Deno.test("withRun() marks the run FAILED with the error and rethrows it", async () => {
  await using dir = await tempDir();

  await assert.rejects(
    withRun({ directory: dir.path }, () => {
      throw new RangeError("no such penguin");
    }),
    { name: "RangeError", message: "no such penguin" },
  );

  await using store = openEmbeddedStore(dir.path);
  const { items: [run] } = await store.searchRuns();
  assert.equal(run?.info.status, "FAILED");
  assert.equal(run.tags["kedge.error.message"], "no such penguin");
  assert.match(run.tags["kedge.error.stack"] ?? "", /with_run_test\.ts/);
});
