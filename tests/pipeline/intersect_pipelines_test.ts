import assert from "node:assert/strict";
import { intersectPipelines } from "../../lib/pipeline/intersect_pipelines.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";

const run = () => null;
const one = node({ name: "one", inputs: "a", outputs: "b", tags: "left", run });
const two = node({ name: "two", inputs: "b", outputs: "c", run });

Deno.test("intersectPipelines() keeps what both hold, with the tags in the smaller one", () => {
  const small = pipeline(node({ name: "one", inputs: "a", outputs: "b", tags: "right", run }));

  assert.deepEqual(intersectPipelines(pipeline([one, two]), small).nodes.map((kept) => kept.tags), [[
    "right",
  ]]);
  assert.deepEqual(intersectPipelines(small, pipeline([one, two])).nodes.map((kept) => kept.tags), [[
    "right",
  ]]);
  assert.deepEqual(intersectPipelines(pipeline(one), small).nodes.map((kept) => kept.tags), [["right"]]);
});

Deno.test("intersectPipelines() of nothing in common is empty", () => {
  assert.deepEqual(intersectPipelines(pipeline(one), pipeline(two)).nodes, []);
});
