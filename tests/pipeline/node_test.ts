import assert from "node:assert/strict";
import { PipelineError } from "../../lib/core/errors.ts";
import { isNode, node, type NodeOptions } from "../../lib/pipeline/node.ts";

const identity = (value: unknown) => value;

Deno.test("node() keeps names flat and in order, and their shape beside them", () => {
  const made = node({
    name: "split",
    inputs: { rows: "penguins", share: "params:share" },
    outputs: ["train", "test"],
    run: (_: { rows: number[]; share: number }) => [[], []],
  });

  assert.deepEqual(made.inputs, ["penguins", "params:share"]);
  assert.deepEqual(made.inputBinding, { kind: "map", names: { rows: "penguins", share: "params:share" } });
  assert.deepEqual(made.outputs, ["train", "test"]);
  assert.deepEqual(made.outputBinding, { kind: "list", names: ["train", "test"] });
  assert.equal(isNode(made), true);
  assert.equal(isNode({ ...made.inputBinding }), false);
});

Deno.test("node() does not see later changes to the lists it was given", () => {
  const inputs = ["a"];
  const tags = ["one"];
  const made = node({ name: "x", inputs, outputs: "b", tags, confirms: inputs, run: identity });

  inputs.push("later");
  tags.push("later");

  assert.deepEqual([made.inputs, made.tags, made.confirms], [["a"], ["one"], ["a"]]);
});

Deno.test("node() puts the namespace in front of the name and leaves datasets alone", () => {
  const made = node({ name: "clean", namespace: "etl.raw", inputs: "a", outputs: "b", run: identity });

  assert.equal(made.name, "etl.raw.clean");
  assert.equal(made.namespace, "etl.raw");
  assert.deepEqual([made.inputs, made.outputs], [["a"], ["b"]]);
});

Deno.test("node() sorts tags and drops repetitions", () => {
  assert.deepEqual(node({ name: "x", outputs: "a", tags: ["b", "a", "b"], run: () => 1 }).tags, ["a", "b"]);
});

Deno.test("node() is named after its function", () => {
  function trainForest(rows: unknown): unknown {
    return rows;
  }

  assert.equal(node({ inputs: "a", outputs: "b", run: trainForest }).name, "trainForest");
  assert.equal(node({ inputs: "a", outputs: "b", run: trainForest.bind(null) }).name, "trainForest");
});

Deno.test("node() with a function written in place is named after what it makes, else after what it takes", () => {
  const nameOf = (options: Pick<NodeOptions, "inputs" | "outputs">) =>
    node({ ...options, run: () => null }).name;

  assert.equal(nameOf({ inputs: "a", outputs: "model@json" }), "model");
  assert.equal(nameOf({ outputs: ["train", "test"] }), "train-test");
  assert.equal(nameOf({ inputs: ["rows", "params:model.trees"] }), "use-rows-model.trees");
});

const BAD: readonly (readonly [what: string, options: NodeOptions, code: string, mention: string])[] = [
  ["a bad name", { name: "bad name!", inputs: "a", run: identity }, "node.name", '"bad name!"'],
  ["an empty name", { name: "", inputs: "a", run: identity }, "node.name", '""'],
  ["a bad namespace", { name: "x", namespace: "a b", inputs: "a", run: identity }, "node.name", '"a b.x"'],
  ["a bad tag", { name: "x", inputs: "a", tags: "a b", run: identity }, "node.tag", '"a b"'],
  ["no datasets", { name: "x", run: () => 1 }, "node.no_datasets", "found neither"],
  ["two formats", { name: "x", inputs: "a@b@c", run: identity }, "node.dataset_name", '"a@b@c"'],
  ["no name", { name: "x", inputs: "", run: identity }, "node.dataset_name", '""'],
  ["an empty format", { name: "x", inputs: "a@", run: identity }, "node.dataset_name", '"a@"'],
  ["a format alone", { name: "x", inputs: "@b", run: identity }, "node.dataset_name", '"@b"'],
  [
    "a parameter to make",
    { name: "x", outputs: "params:a", run: () => 1 },
    "node.parameter_output",
    "params:a",
  ],
  ["an output twice", { name: "x", outputs: ["a@x", "a@y"], run: () => 1 }, "node.duplicate_output", '"a"'],
  ["a circle", { name: "x", inputs: "a@x", outputs: "a@y", run: identity }, "node.output_is_input", '"a"'],
  ["too few inputs", { name: "x", inputs: "a", run: (_a, _b) => 1 }, "node.parameters", "needs 2"],
  ["one object", { name: "x", inputs: { k: "a", l: "b" }, run: (_a, _b) => 1 }, "node.parameters", "needs 2"],
];

for (const [what, options, code, mention] of BAD) {
  Deno.test(`node() refuses ${what}`, () => {
    assert.throws(() => node(options), (error) => {
      assert(error instanceof PipelineError);
      assert.deepEqual(error.issues.map((issue) => issue.code), [code]);
      assert(error.message.includes(mention), error.message);
      return true;
    });
  });
}

Deno.test("node() refuses what is no function, and names that are no text", () => {
  // What JavaScript may do.
  const options = (wrong: object) =>
    ({ name: "x", inputs: "a", run: identity, ...wrong }) as unknown as NodeOptions;

  assert.throws(() => node(options({ run: undefined })), {
    name: "TypeError",
    message: /no function: found undefined$/,
  });
  assert.throws(() => node(options({ inputs: ["a", undefined] })), {
    name: "TypeError",
    message: /texts: found undefined$/,
  });
});

Deno.test("node() tells of everything that is wrong at once", () => {
  assert.throws(
    () => node({ name: "a b", inputs: ["x@", "x@"], outputs: ["x", "x"], tags: "?", run: () => [1, 2] }),
    {
      name: "PipelineError",
      message: [
        'Cannot make node "a b":',
        '  A name holds letters, digits, _, - and .: found "a b"',
        '  A tag holds letters, digits, _, - and .: found "?"',
        '  A dataset is named "name" or, for one of its formats, "name@format": found "x@"',
        '  A dataset is named "name" or, for one of its formats, "name@format": found "x@"',
        '  An output stands once: found "x" twice',
        '  A dataset cannot be input and output of one node: found "x"',
      ].join("\n"),
    },
  );
});

Deno.test("node() lets functions take fewer arguments, defaults and the rest", () => {
  const inputs = ["a", "b"] as const;

  assert.doesNotThrow(() => node({ name: "x", inputs, run: () => null }));
  assert.doesNotThrow(() =>
    node({ name: "x", inputs, run: (_a: number, _b: number, _c: number = 1) => null })
  );
  assert.doesNotThrow(() => node({ name: "x", inputs, run: (...values: number[]) => values }));
});
