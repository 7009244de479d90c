import assert from "node:assert/strict";
import { compareSnapshots } from "../../../lib/tracking/lineage/compare_snapshots.ts";

const THEN = {
  "configuration.json": JSON.stringify({ parameters: { model: { trees: 5, seed: 7 }, list: [1, 2] } }),
  "graph.json": JSON.stringify({ nodes: [{ name: "train", inputs: ["raw"] }, { name: "old" }] }),
  "environment.json": JSON.stringify({ deno: "2.9.6", packages: { zod: "4.0.0" }, commit: "aaa" }),
  "deno.lock": "{}",
};

Deno.test("compareSnapshots() tells of configuration, graph, environment and lockfile what is not as it was", () => {
  const now = {
    "configuration.json": JSON.stringify({
      parameters: { model: { trees: 9, seed: 7 }, list: [1, 3], new: 1 },
    }),
    "graph.json": JSON.stringify({ nodes: [{ name: "train", inputs: ["raw", "more"] }] }),
    "environment.json": JSON.stringify({ deno: "3.0.0", packages: { zod: "4.0.0" }, commit: "bbb" }),
    "deno.lock": "{ }",
  };

  const told = compareSnapshots(THEN, now).map(({ what, path, then, now }) => [what, path, then, now]);

  assert.deepEqual(told, [
    ["configuration", "parameters.list", "[1,2]", "[1,3]"],
    ["configuration", "parameters.model.trees", "5", "9"],
    ["configuration", "parameters.new", undefined, "1"],
    ["graph", "nodes.old.name", "old", undefined],
    ["graph", "nodes.train.inputs", '["raw"]', '["raw","more"]'],
    ["environment", "commit", "aaa", "bbb"],
    ["environment", "deno", "2.9.6", "3.0.0"],
    ["lockfile", "deno.lock", "2 characters", "3 characters"],
  ]);
});

Deno.test("compareSnapshots() finds nothing where nothing has changed, and all where nothing was kept", () => {
  assert.deepEqual(compareSnapshots(THEN, THEN), []);
  assert.ok(compareSnapshots({}, THEN).every(({ then }) => then === undefined));
});
