import assert from "node:assert/strict";
import { node } from "../../lib/pipeline/node.ts";
import { nodeLevels } from "../../lib/pipeline/node_levels.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";

Deno.test("nodeLevels() puts a node one level below the deepest of those it needs", () => {
  const run = () => null;
  const whole = pipeline([
    node({ name: "d", inputs: ["a", "c"], run }),
    node({ name: "c", inputs: "b", outputs: "c", run }),
    node({ name: "b", inputs: "raw", outputs: "b", run }),
    node({ name: "a", outputs: "a", run }),
  ]);

  assert.deepEqual(nodeLevels(whole).map((level) => level.map((part) => part.name)), [["a", "b"], ["c"], [
    "d",
  ]]);
  assert.deepEqual(nodeLevels(pipeline([])), []);
});
