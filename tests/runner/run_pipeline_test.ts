import assert from "node:assert/strict";
import { NodeError } from "../../lib/core/errors.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";

const increase = (value: number) => value + 1;

Deno.test("runPipeline() runs nodes in order and gives the free outputs that are in memory", async () => {
  const twice = pipeline([
    node({ name: "second", inputs: "b", outputs: "c", run: increase }),
    node({ name: "first", inputs: "a", outputs: "b", run: increase }),
  ]);

  const result = await runPipeline(twice, fakeCatalog({ stored: { a: 1 } }));

  assert.equal(result.status, "finished");
  assert.deepEqual(result.outputs, { c: 3 });
  assert.deepEqual(result.nodes.map(({ name, status }) => [name, status]), [
    ["first", "done"],
    ["second", "done"],
  ]);
  assert.deepEqual(result.resumeFrom, []);
});

Deno.test("runPipeline() throws the error of a node with its name, its inputs and its cause", async () => {
  const cause = new Error("boom");
  const failing = pipeline(node({
    name: "fail",
    inputs: "a",
    outputs: "b",
    run: () => {
      throw cause;
    },
  }));

  const error = await runPipeline(failing, fakeCatalog({ stored: { a: 1 } })).catch((error: unknown) =>
    error
  );

  assert(error instanceof NodeError);
  assert.equal(error.message, 'Node "fail" failed: boom');
  assert.equal(error.node, "fail");
  assert.deepEqual(error.inputs, ["a"]);
  assert.equal(error.cause, cause);
});
