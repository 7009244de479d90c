import assert from "node:assert/strict";
import type { BindingOptions } from "../../lib/pipeline/binding.ts";
import { joinPipelines } from "../../lib/pipeline/join_pipelines.ts";
import { node } from "../../lib/pipeline/node.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";

function single(
  name: string,
  inputs: BindingOptions,
  outputs: BindingOptions,
  tags: string[] = [],
): Pipeline {
  return pipeline(node({ name, inputs, outputs, tags, run: () => null }));
}

Deno.test("joinPipelines() counts a node of the same name, inputs and outputs once, with the tags of the first", () => {
  const joined = joinPipelines([
    single("x", { k: "a", l: "b" }, "c", ["left"]),
    single("x", { l: "b", k: "a" }, "c", ["right"]),
    single("y", "c", "d"),
  ]);

  assert.deepEqual(joined.nodes.map(({ name, tags }) => [name, tags]), [["x", ["left"]], ["y", []]]);
});

Deno.test("joinPipelines() refuses nodes of one name that differ in inputs, outputs or their shape", () => {
  const original = single("x", "a", "b");

  for (const other of [single("x", "z", "b"), single("x", "a", "z"), single("x", ["a"], "b")]) {
    assert.throws(() => joinPipelines([original, other]), { name: "PipelineError", message: /"x" 2 times/ });
  }
});

Deno.test("joinPipelines() refuses two makers of one dataset", () => {
  assert.throws(() => joinPipelines([single("x", "a", "same"), single("y", "b", "same")]), {
    name: "PipelineError",
    message: 'Cannot make the pipeline:\n  A dataset is made by one node: "same" is made by "x" and "y"',
  });
});

Deno.test("joinPipelines() of none is empty", () => {
  assert.deepEqual(joinPipelines([]).nodes, []);
});
