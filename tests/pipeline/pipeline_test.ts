import assert from "node:assert/strict";
import { PipelineError } from "../../lib/core/errors.ts";
import type { BindingOptions } from "../../lib/pipeline/binding.ts";
import { type Node, node, type NodeOptions } from "../../lib/pipeline/node.ts";
import {
  isPipeline,
  pipeline,
  type PipelineOptions,
  type PipelineParts,
} from "../../lib/pipeline/pipeline.ts";

function step(
  name: string,
  inputs: BindingOptions,
  outputs: BindingOptions,
  more: Partial<NodeOptions> = {},
): Node {
  return node({ ...more, name, inputs, outputs, run: () => null });
}

function names(parts: PipelineParts): readonly string[] {
  return pipeline(parts).nodes.map((part) => part.name);
}

function issuesOf(parts: PipelineParts, options?: PipelineOptions): readonly string[] {
  try {
    pipeline(parts, options);
  } catch (error) {
    assert(error instanceof PipelineError);
    return error.issues.map((issue) => `${issue.code}: ${issue.message}`);
  }
  return [];
}

Deno.test("pipeline() orders nodes level by level, by name inside a level, whatever the order given", () => {
  const nodes = [
    step("sink", ["l", "r"], "out"),
    step("left", "top", "l"),
    step("B", null, "x"),
    step("right", "top", "r"),
    step("source", "raw", "top"),
    step("a", null, "y"),
  ];

  assert.deepEqual(names(nodes), ["B", "a", "source", "left", "right", "sink"]);
  assert.deepEqual(names(nodes.toReversed()), ["B", "a", "source", "left", "right", "sink"]);
});

Deno.test("pipeline() links nodes by datasets, whatever their format", () => {
  const { graph } = pipeline([
    step("read", "raw", "rows@csv"),
    step("use", ["rows@json", "params:k", "rows@json"], "out"),
  ]);

  assert.deepEqual(graph.parents, [[], [0]]);
  assert.deepEqual(graph.children, [[1], []]);
  assert.deepEqual([...graph.producer], [["rows", 0], ["out", 1]]);
  assert.deepEqual([...graph.consumers], [["raw", [0]], ["rows", [1]], ["params:k", [1]]]);
});

Deno.test("pipeline() keeps the indices of its graph in order", () => {
  const { graph } = pipeline([
    step("z", ["b", "a"], null),
    step("y", ["b", "a"], null),
    step("x", null, ["a"]),
    step("w", null, "b"),
  ]);

  assert.deepEqual(graph.parents, [[], [], [0, 1], [0, 1]]);
  assert.deepEqual(graph.children, [[2, 3], [2, 3], [], []]);
  assert.deepEqual(graph.consumers.get("b"), [2, 3]);
});

Deno.test("pipeline() takes nodes, pipelines and lists of both, and may be empty", () => {
  const [one, two, three] = [step("one", null, "a"), step("two", "a", "b"), step("three", "b", "c")] as const;

  assert.deepEqual(names(one), ["one"]);
  assert.deepEqual(names(pipeline([one, two])), ["one", "two"]);
  assert.deepEqual(names([three, pipeline([pipeline(one), two])]), ["one", "two", "three"]);
  assert.deepEqual(names([]), []);
  assert.equal(isPipeline(pipeline([])), true);
  assert.equal(isPipeline(one), false);
});

for (const part of [undefined, [undefined], [{}], "name"]) {
  Deno.test(`pipeline() refuses ${JSON.stringify(part)} for a part`, () => {
    // What JavaScript, and modules that import each other, may do.
    assert.throws(() => pipeline(part as unknown as PipelineParts), {
      name: "TypeError",
      message: /^A pipeline is made of nodes and pipelines: found /,
    });
  });
}

Deno.test("pipeline() names the nodes of each circle in the order in which they feed each other", () => {
  const parts = [
    step("tail", "t3", "e"),
    step("c2", "t1", "t2"),
    step("c1", ["t3", "q"], "t1"),
    step("c3", "t2", "t3"),
    step("head", null, "q"),
    step("y", "z1", "y1"),
    step("z", "y1", "z1"),
  ];

  assert.deepEqual(issuesOf(parts), [
    'pipeline.cycle: Nodes cannot wait for each other in a circle: found "c1" → "c2" → "c3" → "c1"',
    'pipeline.cycle: Nodes cannot wait for each other in a circle: found "y" → "z" → "y"',
  ]);
});

Deno.test("pipeline() finds a circle behind and before long chains, in whatever order they are given", () => {
  const parts = [
    step("before1", null, "b1"),
    step("before2", "b1", "b2"),
    step("before3", "b2", "b3"),
    step("x", ["b3", "y1"], "x1"),
    step("y", "x1", "y1"),
    step("after1", "y1", "a1"),
    step("after2", "a1", "a2"),
    step("after3", "a2", null),
  ];
  const circle = ['"x" → "y" → "x"'];

  assert.deepEqual(issuesOf(parts).map((issue) => issue.split("found ")[1]), circle);
  assert.deepEqual(issuesOf(parts.toReversed()).map((issue) => issue.split("found ")[1]), circle);
  const shuffled = [2, 7, 1, 6, 0, 5, 4, 3].map((i) => parts[i]!);
  assert.deepEqual(issuesOf(shuffled).map((issue) => issue.split("found ")[1]), circle);
});

Deno.test("pipeline() tells of two circles with one node between them, and not of that node", () => {
  const parts = [
    step("a", "b1", "a1"),
    step("b", "a1", "b1"),
    step("between", "b1", "m"),
    step("c", ["m", "d1"], "c1"),
    step("d", "c1", "d1"),
  ];

  assert.deepEqual(issuesOf(parts).map((issue) => issue.split("found ")[1]), [
    '"a" → "b" → "a"',
    '"c" → "d" → "c"',
  ]);
});

Deno.test("pipeline() tells of everything that is wrong at once", () => {
  const parts = [
    step("twice", "a", "b"),
    step("twice", "c", "d"),
    step("x", "raw@csv", "same@csv", { confirms: "raw" }),
    step("y", "raw", "same@json", { confirms: ["raw"] }),
    step("p", "q1", "p1"),
    step("q", "p1", "q1"),
  ];

  assert.deepEqual(issuesOf(parts), [
    'pipeline.duplicate_name: Names of nodes are unique: found "twice" 2 times',
    'pipeline.duplicate_output: A dataset is made by one node: "same" is made by "x" and "y"',
    'pipeline.duplicate_confirm: A dataset is confirmed by one node: "raw" is confirmed by "x" and "y"',
    'pipeline.mixed_transcoding: A dataset is named with a format everywhere or nowhere: found "raw" and "raw@csv"',
    'pipeline.cycle: Nodes cannot wait for each other in a circle: found "p" → "q" → "p"',
  ]);
});

Deno.test("pipeline() refuses the same pipeline twice", () => {
  const part = pipeline(step("one", null, "a"));

  assert.equal(issuesOf([part, part]).length, 2);
});

Deno.test("pipeline() with a namespace renames nodes, datasets and parameters, and keeps the shapes", () => {
  const inner = step(
    "fit",
    { rows: "train@csv", trees: "params:model.trees", all: "parameters" },
    ["model"],
    {
      confirms: "train",
    },
  );

  const [outer] = pipeline(inner, { namespace: "forest" }).nodes;

  assert.equal(outer?.name, "forest.fit");
  assert.equal(outer?.namespace, "forest");
  assert.deepEqual(outer?.inputBinding, {
    kind: "map",
    names: { rows: "forest.train@csv", trees: "params:forest.model.trees", all: "parameters" },
  });
  assert.deepEqual(outer?.inputs, ["forest.train@csv", "params:forest.model.trees", "parameters"]);
  assert.deepEqual(outer?.outputBinding, { kind: "list", names: ["forest.model"] });
  assert.deepEqual(outer?.confirms, ["forest.train"]);
  assert.equal(outer?.run, inner.run);
});

Deno.test("pipeline() leaves the pipeline it renames as it was", () => {
  const inner = pipeline(step("one", "a", "b", { tags: "own" }));

  pipeline(inner, { namespace: "n", tags: "more" });

  assert.deepEqual(inner.nodes.map(({ name, inputs, tags }) => [name, inputs, tags]), [["one", ["a"], [
    "own",
  ]]]);
});

Deno.test("pipeline() renames one format alone, or all formats by the name without one", () => {
  const parts = [step("x", "a@csv", "b"), step("y", ["a@json", "b"], "c")];
  const inputsOf = (inputs: Record<string, string>) =>
    pipeline(parts, { inputs }).nodes.map((part) => part.inputs[0]);

  assert.deepEqual(inputsOf({ a: "other" }), ["other@csv", "other@json"]);
  assert.deepEqual(inputsOf({ "a@csv": "alpha" }), ["alpha", "a@json"]);
});

Deno.test("pipeline() tells of every name in its options that is wrong, with suggestions", () => {
  const parts = [step("x", ["penguins", "params:min_mass"], "rows"), step("y", "rows", "model")];

  const options: PipelineOptions = {
    namespace: "a b",
    inputs: ["penguin", "rows", "params:min_mass"],
    outputs: { penguins: "p", modell: "m" },
    parameters: ["min_mas"],
  };
  try {
    pipeline(parts, options);
    assert.fail("It was made");
  } catch (error) {
    assert(error instanceof PipelineError);
    assert.deepEqual(error.message.split("\n"), [
      "Cannot make the pipeline:",
      '  A namespace holds letters, digits, _, - and .: found "a b"',
      '  No node reads or makes "penguin" of "inputs". Did you mean "penguins"?',
      '  Names in "inputs" are not made by a node: found "rows"',
      '  Parameters are renamed by "parameters": found "params:min_mass" in "inputs"',
      '  Names in "outputs" are made by a node: found "penguins"',
      '  No node reads or makes "modell" of "outputs". Did you mean "model"?',
      '  No node reads "params:min_mas" of "parameters". Did you mean "params:min_mass"?',
    ]);
  }
});

Deno.test("pipeline() names the node that a new name breaks", () => {
  const parts = step("x", "a", "b");

  assert.deepEqual(issuesOf(parts, { inputs: { a: "c@d@e" } }), [
    'node.dataset_name: Node "x": A dataset is named "name" or, for one of its formats, "name@format": found "c@d@e"',
  ]);
  assert.deepEqual(issuesOf(parts, { inputs: { a: "same" }, outputs: { b: "same" } }), [
    'node.output_is_input: Node "x": A dataset cannot be input and output of one node: found "same"',
  ]);
});

Deno.test("pipeline() adds tags to every node, and refuses bad ones", () => {
  const parts = [step("x", "a", "b", { tags: ["own"] }), step("y", "b", "c")];

  assert.deepEqual(pipeline(parts, { tags: ["zz", "all"] }).nodes.map((part) => part.tags), [
    ["all", "own", "zz"],
    ["all", "zz"],
  ]);
  assert.throws(() => pipeline(parts, { tags: "a b" }), { name: "PipelineError", message: /found "a b"/ });
});

Deno.test("pipeline() takes a node with very many inputs", () => {
  const count = 20_000;
  const shards = Array.from({ length: count }, (_, i) => step(`shard${i}`, null, `d${i}`));
  const all = step("merge", Array.from({ length: count }, (_, i) => `d${i}`), "whole");

  assert.equal(pipeline([...shards, all]).graph.parents.at(-1)?.length, count);
});
