import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type MapNode, placesOf, toData, toNode } from "../../lib/config/config_node.ts";
import { listOrigins } from "../../lib/config/explain/list_origins.ts";
import { joinFiles, mergeDeep, overlay } from "../../lib/config/merge.ts";
import { namedSource } from "../../lib/config/source_text.ts";
import type { ConfigObject, ConfigValue } from "../../lib/core/config_value.ts";
import { isPlainObject } from "../../lib/core/json.ts";
import { NO_SECRETS } from "../support/no_secrets.ts";

const keys = fc.constantFrom("a", "b", "c", "_t", "__proto__", "x.y");
const { map: maps } = fc.letrec<{ map: ConfigObject; value: ConfigValue }>((tie) => ({
  map: fc.dictionary(keys, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  value: fc.oneof(
    { depthSize: "small" },
    fc.integer({ min: 0, max: 99 }),
    fc.constant(null),
    fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 2 }),
    tie("map"),
  ),
}));

const nodeOf = (data: ConfigObject, file: string): MapNode =>
  toNode(data, { source: namedSource(file), start: 0, end: 0 });

const isMap = (value: ConfigValue | undefined): value is ConfigObject => isPlainObject(value);

function deep(under: ConfigObject, over: ConfigObject): ConfigObject {
  const merged = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    merged.set(key, isMap(below) && isMap(value) ? deep(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** Every value and where it stands: maps are looked into. */
function leaves(data: ConfigObject, path: readonly string[] = []): (readonly string[])[] {
  return Object.entries(data).flatMap(([key, value]) =>
    isMap(value) && Object.keys(value).length > 0 ? leaves(value, [...path, key]) : [[...path, key]]
  );
}

Deno.test("overlay() is what spreading the two maps is", () => {
  fc.assert(fc.property(maps, maps, (under, over) => {
    const expected = Object.fromEntries([...Object.entries(under), ...Object.entries(over)]);

    assert.deepEqual(toData(overlay(nodeOf(under, "u"), nodeOf(over, "o"))), expected);
  }));
});

Deno.test("mergeDeep() unites maps at every depth, and each value stands where it was written", () => {
  fc.assert(fc.property(maps, maps, (under, over) => {
    const { node } = mergeDeep(nodeOf(under, "u"), nodeOf(over, "o"));

    assert.deepEqual(toData(node), deep(under, over));
    const above = new Set(leaves(over).map((path) => path.join("/")));
    for (const path of leaves(toData(node))) {
      const isAbove = above.has(path.join("/"));
      // An empty map above changes nothing of a map below.
      if (!isAbove) assert.equal(placesOf(node)(path)?.file, "u");
    }
  }));
});

Deno.test("mergeDeep() with nothing, or with itself, changes nothing", () => {
  fc.assert(fc.property(maps, (data) => {
    const node = nodeOf(data, "u");

    assert.deepEqual(toData(mergeDeep(node, nodeOf({}, "o")).node), data);
    assert.deepEqual(toData(mergeDeep(nodeOf({}, "u"), node).node), data);
    assert.deepEqual(toData(mergeDeep(node, node).node), data);
  }));
});

Deno.test("joinFiles() gives the same in any order when no value stands twice", () => {
  fc.assert(
    fc.property(maps, maps, fc.constantFrom("keys" as const, "leaves" as const), (one, other, unique) => {
      const forth = joinFiles(nodeOf(one, "1"), nodeOf(other, "2"), unique);
      const back = joinFiles(nodeOf(other, "2"), nodeOf(one, "1"), unique);

      assert.equal(forth.issues.length, back.issues.length);
      if (forth.issues.length === 0) {
        const templates = Object.keys(one).filter((key) => key.startsWith("_") && Object.hasOwn(other, key));
        fc.pre(templates.length === 0);
        assert.deepEqual(toData(forth.node), toData(back.node));
      }
    }),
  );
});

Deno.test("what a value had replaced is seen too, when the map around both is replaced or dropped", () => {
  const merged = mergeDeep(
    nodeOf({ a: { x: 1, y: 1 } }, "base"),
    nodeOf({ a: { x: 2, y: { z: 2 } } }, "env"),
  );
  const node = overlay(merged.node, nodeOf({ a: { x: 3 } }, "run"));

  const { origins: [x], dropped } = listOrigins({ group: "parameters", node, secrets: NO_SECRETS });

  assert.deepEqual(x?.overrode.map(({ value, place }) => [value, place.file]), [[2, "env"], [1, "base"]]);
  assert.deepEqual(dropped.map(({ path, place }) => [path.join("."), place.file]), [
    ["a.y.z", "env"],
    ["a.y", "base"],
  ]);
});

Deno.test("of three layers, every value is seen, overridden or dropped: none is lost from sight", () => {
  const strategies = fc.constantFrom("soft", "destructive");
  fc.assert(
    fc.property(fc.tuple(maps, maps, maps), strategies, strategies, ([base, env, run], first, second) => {
      const put = (under: MapNode, over: MapNode, strategy: string): MapNode =>
        strategy === "soft" ? mergeDeep(under, over).node : overlay(under, over);
      const node = put(put(nodeOf(base, "base"), nodeOf(env, "env"), first), nodeOf(run, "run"), second);

      const { origins, dropped } = listOrigins({ group: "parameters", node, secrets: NO_SECRETS });

      assert.deepEqual(origins.map(({ path }) => path).sort(), leaves(toData(node)).sort());
      const seen = new Set<string>();
      for (const { path, place } of origins) seen.add(`${place.file} ${path.join("/")}`);
      for (const { overrode } of origins) {
        for (const { path, value, place } of overrode) {
          const below = isMap(value) && Object.keys(value).length > 0 ? leaves(value, path) : [path];
          for (const leaf of below) seen.add(`${place.file} ${leaf.join("/")}`);
        }
      }
      for (const { path, place } of dropped) seen.add(`${place.file} ${path.join("/")}`);
      for (const [file, layer] of Object.entries({ base, env, run })) {
        for (const path of leaves(layer)) {
          // An empty map that others fill, or that is united with another, is seen in those.
          const isFilled = [...origins, ...dropped].some((seen) =>
            path.every((key, depth) => seen.path[depth] === key)
          ) && isMap(path.reduce<ConfigValue | undefined>((at, key) =>
            isMap(at) ? at[key] : undefined, layer));
          assert.ok(
            isFilled || seen.has(`${file} ${path.join("/")}`),
            `${file} ${path.join("/")} in ${JSON.stringify([base, env, run, first, second])}`,
          );
        }
      }
    }),
  );
});
