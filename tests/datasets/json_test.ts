import assert from "node:assert/strict";
import { JSON_FILE } from "../../lib/datasets/json.ts";
import { loadText, problemsOf, saveText } from "../support/entry.ts";

const save = (value: unknown, save_args: Record<string, unknown> = {}) =>
  saveText(JSON_FILE, value, { save_args });

Deno.test("json writes two spaces a level, or what indent says, and a line end", async () => {
  assert.equal(await save({ a: [1] }), '{\n  "a": [\n    1\n  ]\n}\n');
  assert.equal(await save({ a: [1] }, { indent: null }), '{"a":[1]}\n');
  assert.equal(await save([1], { indent: 1 }), "[\n 1\n]\n");
});

Deno.test("json saves null, nested values, and what objects with toJSON() say of themselves", async () => {
  assert.equal(await save(null), "null\n");
  assert.equal(await save(new Date(0)), '"1970-01-01T00:00:00.000Z"\n');
  assert.equal(await save([{ toJSON: () => ({ x: 1 }) }], { indent: 0 }), '[{"x":1}]\n');
});

Deno.test("json sorts keys at every depth, and escapes what is not ASCII, when asked", async () => {
  const value = { b: [{ d: 1, c: "é𝄞" }], a: new Date(0) };

  assert.equal(
    await save(value, { indent: null, sort_keys: true, ensure_ascii: true }),
    '{"a":"1970-01-01T00:00:00.000Z","b":[{"c":"\\u00e9\\ud834\\udd1e","d":1}]}\n',
  );
});

const shared = { x: 1 };
const ring: Record<string, unknown> = {};
ring.self = [ring];

for (
  const [value, found] of [
    [[{ a: NaN }], "[0].a is NaN"],
    [{ a: { b: Infinity } }, "a.b is Infinity"],
    [{ a: undefined }, "a is undefined"],
    [[1, , 2], "[1] is undefined"],
    [{ a: new Map() }, "a is an instance of Map"],
    [new Set([1]), "the value is an instance of Set"],
    [[class Point {}], "[0] is a function"],
    [{ a: 5n }, "a is the bigint 5"],
    [{ a: Symbol("x") }, "a is a symbol"],
    [[new (class Point {})()], "[0] is an instance of Point"],
    [new Uint8Array(2), "the value is an instance of Uint8Array"],
    [{ a: new Date(NaN) }, "a is NaN"],
    [{ a: { toJSON: () => [undefined] } }, "a[0] is undefined"],
    [ring, "self[0] is a value that contains itself"],
  ] as const
) {
  Deno.test(`json refuses what it would lose: ${found}`, async () => {
    await assert.rejects(save(value), {
      name: "TypeError",
      message: `Cannot save as JSON: ${found}, which JSON cannot hold`,
    });
  });
}

Deno.test("json saves a value that stands in two places", async () => {
  assert.equal(await save([shared, shared], { indent: 0 }), '[{"x":1},{"x":1}]\n');
});

for (
  const [text, message] of [
    ['{\n  "a": NaN\n}', 'Cannot read "x:2": Text must be JSON: this is wrong from "NaN\\n}" on'],
    ["[\n1,\n]", 'Cannot read "x:3": Text must be JSON: this is wrong from "]" on'],
    ["[\n1\n", 'Cannot read "x:3": Text must be JSON: this is wrong from the end on'],
    ["", 'Cannot read "x:1": Text must be JSON: this is wrong from the end on'],
  ] as const
) {
  Deno.test(`json names the line of what is wrong in ${JSON.stringify(text)}`, async () => {
    await assert.rejects(loadText(JSON_FILE, text), { name: "DatasetError", message });
  });
}

Deno.test("json reads a file with a byte order mark", async () => {
  assert.deepEqual(await loadText(JSON_FILE, "\uFEFF[1]"), [1]);
});

Deno.test("json options name what they do not know", () => {
  assert.deepEqual(problemsOf(JSON_FILE, { filepath: "x", save_args: { indent: -1, ident: 2 } }), [
    "save_args.indent must be at least 0: it is -1",
    "save_args.ident is not an option of json (indent?)",
  ]);
});
