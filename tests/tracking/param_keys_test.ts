import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { checkKey } from "../../lib/tracking/limits.ts";
import { createParamKeys } from "../../lib/tracking/param_keys.ts";

Deno.test("createParamKeys() changes only what MLflow refuses", () => {
  const keyOf = createParamKeys({ "a b": 1, "x@y": 2, größe: 3 }, ".");

  assert.deepEqual(["a b", "x@y", "größe", "a/b:c.d-e"].map(keyOf), ["a b", "x_y", "größe", "a/b:c.d-e"]);
});

Deno.test("createParamKeys() keeps names apart that would come to the same key, whatever comes first", () => {
  const keyOf = createParamKeys({ a$b: 1, "a#b": 2 }, ".");
  const turned = createParamKeys({ "a#b": 2, a$b: 1 }, ".");
  const plain = createParamKeys({ a$b: 1, a_b: 2 }, ".");

  assert.match(keyOf("a$b"), /^a_b_[0-9a-f]{8}$/);
  assert.match(keyOf("a#b"), /^a_b_[0-9a-f]{8}$/);
  assert.notEqual(keyOf("a$b"), keyOf("a#b"));
  assert.deepEqual([turned("a$b"), turned("a#b")], [keyOf("a$b"), keyOf("a#b")]);
  assert.deepEqual([plain("a_b"), plain("a$b")], ["a_b", keyOf("a$b")]);
});

Deno.test("createParamKeys() keeps names apart that collide when they are flattened", () => {
  const keyOf = createParamKeys({ m: { "l@r": 1, "l#r": 2 } }, "-");

  assert.notEqual(keyOf("m-l@r"), keyOf("m-l#r"));
  assert.notEqual(keyOf("m.l@r"), keyOf("m.l#r"));
  assert.notEqual(keyOf("parameters-m-l@r"), keyOf("parameters-m-l#r"));
});

Deno.test("createParamKeys() makes keys that MLflow takes of every name, and different ones of different names", () => {
  const name = fc.oneof(
    fc.string({ minLength: 1, unit: "binary" }),
    fc.string({ minLength: 1, unit: fc.constantFrom("a", "/", ".", "$", "#", "_") }),
    fc.string({ minLength: 240, maxLength: 300, unit: fc.constantFrom("a", "$") }),
  ).filter((text) => text !== "__proto__");
  fc.assert(fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), (names) => {
    const keyOf = createParamKeys(Object.fromEntries(names.map((each) => [each, 1])), ".");
    const keys = names.map(keyOf);

    for (const key of keys) checkKey("param", key);
    assert.equal(new Set(keys).size, names.length, JSON.stringify([names, keys]));
  }));
});
