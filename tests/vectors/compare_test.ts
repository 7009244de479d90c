import assert from "node:assert/strict";
import { decodeSpecial } from "./case.ts";
import { compareMessage, compareValues } from "./compare.ts";

Deno.test("compareValues() ignores the order of keys and keys without a value", () => {
  assert.deepEqual(
    compareValues({ a: 1, b: [2, { c: null }] }, { b: [2, { c: null }], a: 1, d: undefined }),
    [],
  );
});

Deno.test("compareValues() names every place that differs", () => {
  const problems = compareValues({ a: 1, b: [1, 2], c: { d: "x" } }, {
    a: 2,
    b: [1, 3],
    c: { d: "x", e: 1 },
    f: null,
  });

  assert.deepEqual(problems, [
    "result.a: wanted 1, found 2",
    "result.b[1]: wanted 2, found 3",
    "result.c.e: not expected, found 1",
    "result.f: not expected, found null",
  ]);
});

Deno.test("compareValues() tells kinds of values apart", () => {
  const pairs = [[1, "1"], [1, 1n], [null, undefined], [[], {}], [{}, []], [{}, null], [0, false], [[1], [
    1,
    2,
  ]]];

  for (const [expected, actual] of pairs) {
    assert.equal(compareValues(expected, actual).length, 1, Deno.inspect(actual));
  }
  assert.deepEqual(compareValues(NaN, NaN), []);
  assert.deepEqual(compareValues(0, -0), []);
  assert.deepEqual(compareValues(9007199254740993n, 9007199254740993n), []);
});

Deno.test("compareValues() wants nothing where a file must be missing", () => {
  const expected = { "a.json": { $missing: true } };

  assert.deepEqual(compareValues(expected, {}), []);
  assert.equal(compareValues(expected, { "a.json": [] }).length, 1);
});

Deno.test("compareValues() wants an error that mentions texts, at any depth", () => {
  const expected = { results: [{ error: { mentions: ["data/z.json", "version"] } }] };

  const found = (error: unknown) => compareValues(expected, { results: [{ error }] });

  assert.deepEqual(found(new Error('no version of "data/z.json"')), []);
  assert.deepEqual(found('no version of "data/z.json"'), []);
  assert.deepEqual(found("no data"), [
    'result.results[0].error: "data/z.json" is not in "no data"',
    'result.results[0].error: "version" is not in "no data"',
  ]);
  assert.equal(found(undefined).length, 1);
});

Deno.test("compareMessage() takes any error when nothing must be mentioned", () => {
  assert.deepEqual(compareMessage([], new TypeError("x")), []);
  assert.equal(compareMessage([], { result: 1 }).length, 1);
});

Deno.test("decodeSpecial() turns tagged values into the values they stand for", () => {
  const decoded = decodeSpecial({
    big: { $bigint: "9007199254740993" },
    floats: [{ $float: "NaN" }, { $float: "-Infinity" }],
    text: { $segments: ["a", ["x", 3], "b"] },
    file: { $missing: true },
  });

  assert.deepEqual(decoded, {
    big: 9007199254740993n,
    floats: [NaN, -Infinity],
    text: "axxxb",
    file: { $missing: true },
  });
});
