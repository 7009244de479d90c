import assert from "node:assert/strict";
import { allInputs, allOutputs, datasetNames, freeInputs, freeOutputs } from "../../lib/pipeline/datasets.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";

const WHOLE = pipeline([
  node({
    name: "x",
    inputs: ["raw@csv", "params:k", "raw@csv"],
    outputs: ["mid@csv", "side"],
    run: () => [1, 2],
  }),
  node({ name: "y", inputs: ["mid@json", "parameters"], outputs: "end", run: () => null }),
]);

Deno.test("freeInputs() and freeOutputs() leave out what goes from node to node, whatever its format", () => {
  assert.deepEqual(freeInputs(WHOLE), ["parameters", "params:k", "raw@csv"]);
  assert.deepEqual(freeOutputs(WHOLE), ["end", "side"]);
});

Deno.test("allInputs(), allOutputs() and datasetNames() hold each name once", () => {
  assert.deepEqual(allInputs(WHOLE), ["mid@json", "parameters", "params:k", "raw@csv"]);
  assert.deepEqual(allOutputs(WHOLE), ["end", "mid@csv", "side"]);
  assert.deepEqual(datasetNames(WHOLE), [
    "end",
    "mid@csv",
    "mid@json",
    "parameters",
    "params:k",
    "raw@csv",
    "side",
  ]);
});
