import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { PipelineError } from "../../lib/core/errors.ts";
import { node } from "../../lib/pipeline/node.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";
import { type NodeSelection, selectNodes } from "../../lib/pipeline/select.ts";

const run = () => null;
const CHAIN = pipeline([
  node({ name: "one", inputs: "a", outputs: "b", tags: "odd", run }),
  node({ name: "two", inputs: "b", outputs: ["c@csv", "d"], run: () => [1, 2] }),
  node({ name: "three", inputs: "c@csv", outputs: "e", tags: ["odd", "last"], namespace: "n.inner", run }),
  node({ name: "four", inputs: "c@json", outputs: "f", namespace: "n2", run }),
]);

function names(selected: Pipeline): readonly string[] {
  return selected.nodes.map((part) => part.name).sort();
}

function issuesOf(selection: NodeSelection): readonly string[] {
  try {
    selectNodes(CHAIN, selection);
    return [];
  } catch (error) {
    assert(error instanceof PipelineError);
    return error.message.split("\n").slice(1);
  }
}

const CASES: readonly (readonly [NodeSelection, readonly string[]])[] = [
  [{}, ["n.inner.three", "n2.four", "one", "two"]],
  [{ tags: ["odd"] }, ["n.inner.three", "one"]],
  [{ tags: ["last", "nowhere"] }, ["n.inner.three"]],
  [{ tags: [] }, []],
  [{ fromNodes: ["two"] }, ["n.inner.three", "n2.four", "two"]],
  [{ toNodes: ["two"] }, ["one", "two"]],
  [{ nodeNames: ["one", "n2.four"] }, ["n2.four", "one"]],
  [{ nodeNames: [] }, []],
  [{ fromInputs: ["c"] }, ["n.inner.three", "n2.four"]],
  [{ fromInputs: ["c@json"] }, ["n2.four"]],
  [{ fromInputs: ["e"] }, []],
  [{ toOutputs: ["d"] }, ["one", "two"]],
  [{ toOutputs: ["c"] }, ["one", "two"]],
  [{ toOutputs: ["c@json"] }, []],
  [{ nodeNamespaces: ["n"] }, ["n.inner.three"]],
  [{ nodeNamespaces: ["n.inner", "n2"] }, ["n.inner.three", "n2.four"]],
  [{ withInputs: ["b"] }, ["two"]],
  [{ withOutputs: ["b", "f"] }, ["n2.four", "one"]],
  [{ fromNodes: ["two"], tags: ["odd"] }, ["n.inner.three"]],
  [{ nodeNames: ["one", "n2.four"], fromInputs: ["b"] }, ["n2.four"]],
];

for (const [selection, expected] of CASES) {
  Deno.test(`selectNodes() with ${JSON.stringify(selection)} keeps ${expected.join(", ") || "nothing"}`, () => {
    assert.deepEqual(names(selectNodes(CHAIN, selection)), expected);
  });
}

Deno.test("selectNodes() orders what is left anew", () => {
  const left = selectNodes(CHAIN, { nodeNames: ["one", "n.inner.three"] });

  assert.deepEqual(left.nodes.map((part) => part.name), ["n.inner.three", "one"]);
  assert.deepEqual(left.graph.parents, [[], []]);
});

Deno.test("selectNodes() tells of every unknown name, with suggestions", () => {
  assert.deepEqual(
    issuesOf({
      fromNodes: ["twoo", "nothing_like_it"],
      toNodes: ["three"],
      fromInputs: ["c@cs", "b"],
      withOutputs: ["zzzzzz"],
      nodeNamespaces: ["n3", "inner"],
    }),
    [
      '  No node is named "twoo". Did you mean "two"?',
      '  No node is named "nothing_like_it"',
      '  No node is named "three". Did you mean "n.inner.three"?',
      '  No node reads or makes "c@cs". Did you mean "c@csv"?',
      '  No node is in the namespace "n3". Did you mean "n2"?',
      '  No node is in the namespace "inner". Did you mean "n.inner"?',
      '  No node reads or makes "zzzzzz"',
    ],
  );
});

Deno.test("selectNodes() names every namespace that has a node of that name", () => {
  const both = pipeline([
    node({ name: "x", outputs: "a", namespace: "n1", run }),
    node({ name: "x", outputs: "b", namespace: "n2", run }),
  ]);

  assert.throws(() => selectNodes(both, { nodeNames: ["x"] }), {
    name: "PipelineError",
    message: 'Cannot select nodes:\n  No node is named "x": found "n1.x", "n2.x"',
  });
});

Deno.test("selectNodes() agrees with walking the graph one step at a time", () => {
  fc.assert(fc.property(graphs(), ({ whole, start }) => {
    const forward = new Set([start]);
    const back = new Set([start]);
    for (let round = 0; round < whole.nodes.length; round++) {
      for (const part of whole.nodes) {
        const parents = whole.nodes.filter((other) =>
          other.outputs.some((name) => part.inputs.includes(name))
        );
        if (parents.some((parent) => forward.has(parent.name))) forward.add(part.name);
        if (back.has(part.name)) parents.forEach((parent) => back.add(parent.name));
      }
    }

    assert.deepEqual(names(selectNodes(whole, { fromNodes: [start] })), [...forward].sort());
    assert.deepEqual(names(selectNodes(whole, { toNodes: [start] })), [...back].sort());
  }));
});

function graphs(): fc.Arbitrary<{ readonly whole: Pipeline; readonly start: string }> {
  const parents = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 20 });
  return fc.tuple(parents, fc.nat()).map(([lists, chosen]) => {
    const nodes = lists.map((list, i) =>
      node({
        name: `n${i}`,
        inputs: i === 0 ? [] : list.map((parent) => `d${parent % i}`),
        outputs: `d${i}`,
        run: (..._values: number[]) => null,
      })
    );
    return { whole: pipeline(nodes), start: `n${chosen % lists.length}` };
  });
}
