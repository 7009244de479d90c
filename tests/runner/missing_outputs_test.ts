import assert from "node:assert/strict";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";

const CHAIN = pipeline([
  node({ name: "a", inputs: "raw", outputs: "x", run: () => 1 }),
  node({ name: "b", inputs: "x", outputs: "y", run: () => 2 }),
  node({ name: "c", inputs: "y", outputs: "z", run: () => 3 }),
]);

async function ranOf(stored: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const { nodes } = await runPipeline(CHAIN, fakeCatalog({ stored }), { onlyMissingOutputs: true });
  return nodes.map(({ name, status }) => `${name} ${status}`);
}

Deno.test("onlyMissingOutputs skips everything when the outputs are there", async () => {
  assert.deepEqual(await ranOf({ raw: 1, z: 3 }), ["a skipped", "b skipped", "c skipped"]);
});

Deno.test("onlyMissingOutputs runs what a missing output needs, as far back as nothing is kept", async () => {
  assert.deepEqual(await ranOf({ raw: 1, z: undefined }), ["a done", "b done", "c done"]);
  assert.deepEqual(await ranOf({ raw: 1, y: 2, z: undefined }), ["a skipped", "b skipped", "c done"]);
  assert.deepEqual(await ranOf({ raw: 1, x: 1, z: undefined }), ["a skipped", "b done", "c done"]);
});

Deno.test("onlyMissingOutputs makes a missing file in the middle, and not what follows it", async () => {
  assert.deepEqual(await ranOf({ raw: 1, x: undefined, y: 2, z: 3 }), ["a done", "b skipped", "c skipped"]);
});

Deno.test("onlyMissingOutputs does not ask for inputs of nodes that it skips", async () => {
  assert.deepEqual(await ranOf({ raw: undefined, y: 2, z: undefined }), ["a skipped", "b skipped", "c done"]);
});

Deno.test("onlyMissingOutputs gives the free outputs of what it ran", async () => {
  const catalog = fakeCatalog({ stored: { raw: 1, y: undefined } });

  const { outputs } = await runPipeline(CHAIN, catalog, { onlyMissingOutputs: true });

  assert.deepEqual(outputs, {});
  assert.equal(catalog.values.get("y"), 2);
});
