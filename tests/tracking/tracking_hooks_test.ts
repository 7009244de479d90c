import assert from "node:assert/strict";
import { DatasetError } from "../../lib/core/errors.ts";
import { type Node, node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import type { RunPipelineOptions } from "../../lib/runner/run_options.ts";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import type { NodeRecord } from "../../lib/tracking/run_records.ts";
import { startRun } from "../../lib/tracking/start_run.ts";
import { trackingHooks } from "../../lib/tracking/tracking_hooks.ts";
import { type FakeCatalog, fakeCatalog } from "../support/fake_catalog.ts";
import { tempDir } from "../support/temp_dir.ts";

const first = node({ name: "first", inputs: [], outputs: "a", run: () => 1 });
const second = node({ name: "second", inputs: "a", outputs: ["b", "c"], run: (a: number) => [a, a + 1] });
const last = node({ name: "third", inputs: ["b", "c"], outputs: null, run: () => {} });

Deno.test("trackingHooks() records start, duration and end of each node", async () => {
  // Each look at the clock is a millisecond later.
  let time = 1000;
  const clock = { now: () => time++, monotonic: () => time++ };

  const records = await recordsOf([first, second, last], { clock });

  assert.deepEqual(records.map(({ node, status, error }) => [node, status, error]), [
    ["first", "done", undefined],
    ["second", "done", undefined],
    ["third", "done", undefined],
  ]);
  for (const { startTime, duration } of records) assert.ok(startTime >= 1000 && (duration ?? 0) > 0);
  assert.ok((records[0]?.startTime ?? 0) < (records[1]?.startTime ?? 0));
});

Deno.test("trackingHooks() records the error of a node that throws", async () => {
  const failing = node({
    name: "second",
    inputs: "a",
    outputs: "b",
    run: () => {
      throw new RangeError("no such penguin");
    },
  });

  const records = await recordsOf([
    first,
    failing,
    node({ name: "never", inputs: "b", outputs: "z", run: () => 1 }),
  ]);

  assert.deepEqual(records.map(({ node, status, error }) => [node, status, error]), [
    ["first", "done", undefined],
    ["second", "failed", "no such penguin"],
  ]);
});

Deno.test("trackingHooks() records a node as failed that cannot load or save", async () => {
  const refuse = (action: string) =>
    fakeCatalog({
      stored: { a: 1, z: undefined },
      onTransfer: (tried, name) => {
        if (tried === action) throw new DatasetError(`Cannot ${action} dataset "${name}"`, { dataset: name });
      },
    });
  const copy = node({ name: "copy", inputs: "a", outputs: "z", run: (a: unknown) => a });

  for (const action of ["load", "save"]) {
    const [record] = await recordsOf([copy], { catalog: refuse(action) });

    assert.equal(record?.status, "failed");
    assert.equal(record.error, `Cannot ${action} dataset "${action === "load" ? "a" : "z"}"`);
  }
});

Deno.test("trackingHooks() records a node as stopped that others brought down", async () => {
  const failing = node({
    name: "failing",
    inputs: [],
    outputs: "x",
    run: () => Promise.reject(new RangeError("no such penguin")),
  });
  const controller = new AbortController();
  const waiting = node({
    name: "waiting",
    inputs: [],
    outputs: "y",
    run: () => {
      controller.abort(new Error("enough"));
      return 1;
    },
  });

  const [record] = await recordsOf([waiting], { signal: controller.signal });
  const [failed] = await recordsOf([failing]);

  assert.equal(record?.status, "stopped");
  assert.equal(record.error, "enough");
  assert.equal(failed?.status, "failed");
});

Deno.test("trackingHooks() records a generator as done when its last piece is saved", async () => {
  const pieces = node({
    name: "pieces",
    inputs: [],
    outputs: "a",
    run: function* () {
      yield 1;
      yield 2;
    },
  });
  const silent = node({ name: "silent", inputs: [], outputs: "quiet", run: function* () {} });

  const records = await recordsOf([pieces, second]);
  const [incomplete] = await recordsOf([silent]);

  assert.deepEqual(
    records.map(({ node, status }) => [node, status]).sort(),
    [["pieces", "done"], ["second", "done"]],
  );
  assert.deepEqual([incomplete?.node, incomplete?.status], ["silent", "failed"]);
});

Deno.test("trackingHooks() leaves a node as running that its process did not live to end", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const run = await startRun(store);
  const hooks = trackingHooks(run);

  await hooks.beforeNodeRun?.({ node: first, catalog: fakeCatalog(), inputs: {}, runId: run.id });
  await run.end("KILLED");

  assert.deepEqual((await store.getNodes(run.id)).map(({ node, status }) => [node, status]), [[
    "first",
    "running",
  ]]);
});

async function recordsOf(
  nodes: readonly Node[],
  options: RunPipelineOptions & { readonly catalog?: FakeCatalog } = {},
): Promise<readonly NodeRecord[]> {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const { catalog = fakeCatalog(), clock, ...others } = options;
  const run = await startRun(store);
  const hooks = [trackingHooks(run, { clock })];
  await runPipeline(pipeline(nodes), catalog, { ...others, run, hooks, throwOnError: false });
  await run.end("FINISHED");
  return await store.getNodes(run.id);
}
