import assert from "node:assert/strict";
import { type MapNode, toData } from "../../lib/config/config_node.ts";
import { joinFiles, mergeDeep, overlay } from "../../lib/config/merge.ts";
import { sourceText } from "../../lib/config/source_text.ts";
import { parseYaml } from "../../lib/config/yaml.ts";
import { describeIssue } from "../../lib/core/issue.ts";

function map(file: string, text: string): MapNode {
  const { node } = parseYaml(sourceText(file, text));
  assert.equal(node?.kind, "map");
  return node as MapNode;
}

Deno.test("overlay() replaces whole top-level keys", () => {
  const node = overlay(map("a", "a: {x: 1, y: 2}\nb: [1, 2]\nc: 3"), map("b", "a: {x: 9}\nb: {k: v}\nd: ~"));

  assert.deepEqual(toData(node), { a: { x: 9 }, b: { k: "v" }, c: 3, d: null });
});

Deno.test("mergeDeep() unites maps and replaces everything else", () => {
  const { node, issues } = mergeDeep(
    map("a", "m: {a: 1, b: {c: 1}}\nl: [1, 2, 3]\nt: {x: 1}\nu: 5\nn: {x: 1}"),
    map("b", "m: {b: {d: 2}}\nl: [9]\nt: 5\nu: {x: 1}\nn: ~\nnew: {}"),
  );

  assert.deepEqual(issues, []);
  assert.deepEqual(toData(node), {
    m: { a: 1, b: { c: 1, d: 2 } },
    l: [9],
    t: 5,
    u: { x: 1 },
    n: null,
    new: {},
  });
});

Deno.test("mergeDeep() refuses a list in place of a map and a map in place of a list", () => {
  const { issues } = mergeDeep(
    map("a.yml", "a: {x: {y: 1}}\nb: [1]"),
    map("b.yml", "a: {x: [3]}\nb: {c: 1}"),
  );

  assert.deepEqual(issues.map(describeIssue), [
    "b.yml:1:5  a.x must stay a map, as in a.yml:1: it is a list",
    "b.yml:2:1  b must stay a list, as in a.yml:2: it is a map",
  ]);
});

Deno.test("joinFiles() unites keys, and names both places of a key that stands twice", () => {
  const { node, issues } = joinFiles(
    map("a.yml", "cars: 1\n_t: 1\nbikes: 2"),
    map("b.yml", "\n_t: 2\ncars: 3\nboats: 4"),
    "keys",
  );

  assert.deepEqual(Object.keys(toData(node)), ["cars", "_t", "bikes", "boats"]);
  assert.deepEqual(issues.map(describeIssue), ["b.yml:3:1  cars is written in two files, first in a.yml:1"]);
});

Deno.test("joinFiles() lets parameters share blocks but not values", () => {
  const { node, issues } = joinFiles(
    map("a.yml", "n: {a: {x: 1}, y: 1}\n_t: {z: 1}\nm: {k: 1}\no: {_p: 1}"),
    map("b.yml", "n: {a: {z: 3}, y: 2}\n_t: {z: 2}\nm: 5\no: {_p: 2}"),
    "leaves",
  );

  assert.deepEqual(toData(node)["n"], { a: { x: 1, z: 3 }, y: 2 });
  assert.deepEqual(issues.map(describeIssue), [
    "b.yml:1:16  n.y is written in two files, first in a.yml:1",
    "b.yml:2:6  _t.z is written in two files, first in a.yml:2",
    "b.yml:3:1  m is written in two files, first in a.yml:3",
    "b.yml:4:5  o._p is written in two files, first in a.yml:4",
  ]);
});
