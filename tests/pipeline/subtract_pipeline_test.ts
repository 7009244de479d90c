import assert from "node:assert/strict";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { subtractPipeline } from "../../lib/pipeline/subtract_pipeline.ts";

const run = () => null;
const one = node({ name: "one", inputs: "a", outputs: "b", run });
const two = node({ name: "two", inputs: "b", outputs: "c", run });

Deno.test("subtractPipeline() takes away what the other holds, whatever its tags", () => {
  const left = subtractPipeline(pipeline([one, two]), pipeline(one, { tags: "any" }));

  assert.deepEqual(left.nodes, [two]);
});

Deno.test("subtractPipeline() keeps a node that shares only the name", () => {
  const left = subtractPipeline(
    pipeline(one),
    pipeline(node({ name: "one", inputs: "z", outputs: "b", run })),
  );

  assert.deepEqual(left.nodes, [one]);
});
