import assert from "node:assert/strict";
import { isPlainObject, toJsonText } from "../../lib/core/json.ts";

Deno.test("isPlainObject() knows objects from lists, instances and null", () => {
  assert.deepEqual([{}, Object.create(null), { a: 1 }].map(isPlainObject), [true, true, true]);
  assert.deepEqual(
    [null, [], new Date(), new Map(), "a", 1, () => 1].map(isPlainObject),
    Array(7).fill(false),
  );
});

Deno.test("toJsonText() writes out whole numbers that are too large for a number", () => {
  assert.equal(toJsonText({ big: [9007199254740993n], text: "a" }), '{"big":[9007199254740993],"text":"a"}');
  assert.equal(toJsonText(undefined), undefined);
});
