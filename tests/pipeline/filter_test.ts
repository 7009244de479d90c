import assert from "node:assert/strict";
import { filterPipeline } from "../../lib/pipeline/filter.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";

const run = () => null;
const PAIR = pipeline([
  node({ name: "one", inputs: "a", outputs: "b", tags: "first", run }),
  node({ name: "two", inputs: "b", outputs: "c", run }),
]);

Deno.test("filterPipeline() keeps what meets all conditions", () => {
  const part = filterPipeline(PAIR, { fromNodes: ["one"], toOutputs: ["c"], tags: ["first"] });

  assert.deepEqual(part.nodes.map((left) => left.name), ["one"]);
});

Deno.test("filterPipeline() takes empty lists for no condition", () => {
  assert.equal(filterPipeline(PAIR, { tags: [], nodeNames: [], fromInputs: undefined }).nodes.length, 2);
});

Deno.test("filterPipeline() refuses to leave no nodes, and says by what", () => {
  assert.throws(() => filterPipeline(PAIR, { tags: ["first"], nodeNames: ["two"] }), {
    name: "PipelineError",
    message: "Cannot filter the pipeline: no nodes are left of tags first; nodeNames two",
    issues: [{ code: "pipeline.empty", message: "No nodes are left" }],
  });
});

Deno.test("filterPipeline() refuses an empty pipeline", () => {
  assert.throws(() => filterPipeline(pipeline([]), {}), {
    message: "Cannot filter the pipeline: no nodes are left",
  });
});
