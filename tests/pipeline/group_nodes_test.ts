import assert from "node:assert/strict";
import { groupNodes } from "../../lib/pipeline/group_nodes.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";

const run = () => null;
const WHOLE = pipeline([
  node({ name: "read", outputs: ["a", "b"], namespace: "etl.in", run: () => [1, 2] }),
  node({ name: "clean", inputs: "a", outputs: "c", namespace: "etl", run }),
  node({ name: "plain", inputs: "b", outputs: "d", run }),
  node({ name: "fit", inputs: ["c", "d"], namespace: "ml", run }),
]);

Deno.test("groupNodes() groups by the first part of the namespace, and tells what a group needs", () => {
  assert.deepEqual(groupNodes(WHOLE), [
    { name: "etl", kind: "namespace", nodes: ["etl.in.read", "etl.clean"], dependencies: [] },
    { name: "plain", kind: "node", nodes: ["plain"], dependencies: ["etl"] },
    { name: "ml", kind: "namespace", nodes: ["ml.fit"], dependencies: ["etl", "plain"] },
  ]);
});

Deno.test("groupNodes() by node lets every node stand alone", () => {
  assert.deepEqual(groupNodes(WHOLE, "node").map(({ name, dependencies }) => [name, dependencies]), [
    ["etl.in.read", []],
    ["etl.clean", ["etl.in.read"]],
    ["plain", ["etl.in.read"]],
    ["ml.fit", ["etl.clean", "plain"]],
  ]);
});
