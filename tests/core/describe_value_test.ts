import assert from "node:assert/strict";
import {
  describePath,
  describeValue,
  listSome,
  listWords,
  midSentence,
} from "../../lib/core/describe_value.ts";
import { secret } from "../../lib/core/secret.ts";

Deno.test("describeValue() names values as people do", () => {
  const values = ["text", 12, 12n, true, null, undefined, [], [1], { a: 1 }, Object.create(null), () => 1];
  const instances = [new Date(0), new Float64Array(2), new (class {})()];

  assert.deepEqual(values.map(describeValue), [
    '"text"',
    "12",
    "12",
    "true",
    "null",
    "undefined",
    "an empty list",
    "a list",
    "a map",
    "a map",
    "a function",
  ]);
  assert.deepEqual(instances.map(describeValue), [
    "an instance of Date",
    "an instance of Float64Array",
    "an object",
  ]);
  assert.equal(describeValue(secret("hunter2")), "***");
});

Deno.test("describePath() writes paths as people do", () => {
  assert.equal(describePath(["load_args", "columns", 0, "name"]), "load_args.columns[0].name");
  assert.equal(describePath([]), "");
});

Deno.test("listWords() and listSome() list as sentences do", () => {
  assert.deepEqual([
    listWords([]),
    listWords(["a"]),
    listWords(["a", "b"]),
    listWords(["a", "b", "c"], "and"),
  ], [
    "",
    "a",
    "a or b",
    "a, b and c",
  ]);
  assert.equal(listSome([..."abcdefghijkl"]), "a, b, c, d, e, f, g, h, i, j and 2 more");
});

Deno.test("midSentence() makes words small, but not names and acronyms", () => {
  assert.deepEqual(["No such engine", "A key", "JSON is broken", '"x" is gone', "Müller"].map(midSentence), [
    "no such engine",
    "a key",
    "JSON is broken",
    '"x" is gone',
    "Müller",
  ]);
});

Deno.test("describeValue() hides who is named in a URL, and takes long text at once", () => {
  assert.equal(describeValue("see https://ada:hunter2@host/x"), '"see https://***@host/x"');
  assert.equal(describeValue("https://host/a@b"), '"https://host/a@b"');
  assert.equal(describeValue(`${"x".repeat(3_000_000)}://`).length, 62);
  assert.equal(describeValue("://x".repeat(500_000)).length, 62);
});
