import assert from "node:assert/strict";
import { userFrames } from "../../cli/stack_frames.ts";
import { withStack } from "../support/fake_report.ts";

const kedge = "https://kedge.example/kedge@0.1.0/";
const root = "/srv/ada/penguins";

Deno.test("userFrames() leaves out Kedge, Deno and packages", () => {
  const error = withStack(new Error("x"), [
    "at split (file:///srv/ada/.cache/deno/npm/registry.example/ml-cart/2.1.1/index.js:10:3)",
    "at Array.map (<anonymous>)",
    "at trainForest (file:///srv/ada/penguins/pipelines/train.ts:41:22)",
    "at file:///srv/ada/shared%20code/helper.ts:3:1",
    "at async runNode (https://kedge.example/kedge@0.1.0/lib/runner/_run_node.ts:42:7)",
    "at async ext:core/mod.js:1:1",
    "at helper (https://host.example/lib.ts:2:2)",
  ]);

  assert.deepEqual(userFrames(error, { root, kedge }), [
    "at trainForest (pipelines/train.ts:41:22)",
    "at /srv/ada/shared code/helper.ts:3:1",
    "at helper (https://host.example/lib.ts:2:2)",
  ]);
});

Deno.test("userFrames() keeps a project inside of the folder of Kedge", () => {
  const error = withStack(new Error("x"), [
    "at train (file:///kedge/examples/penguins/pipelines/model.ts:4:1)",
    "at run (file:///kedge/lib/runner/run.ts:1:1)",
  ]);

  assert.deepEqual(userFrames(error, { root: "/kedge/examples/penguins", kedge: "file:///kedge/" }), [
    "at train (pipelines/model.ts:4:1)",
  ]);
});

Deno.test("userFrames() gives the first frames there are rather than none", () => {
  const error = withStack(new Error("x"), ["at run (https://kedge.example/kedge@0.1.0/lib/a.ts:1:1)"]);

  assert.deepEqual(userFrames(error, { root, kedge }), [
    "at run (https://kedge.example/kedge@0.1.0/lib/a.ts:1:1)",
  ]);
});

Deno.test("userFrames() of what is no error are none", () => {
  assert.deepEqual(userFrames("thrown text", { root, kedge }), []);
});
