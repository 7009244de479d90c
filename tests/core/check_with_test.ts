import assert from "node:assert/strict";
import { checkWith, knownKeys } from "../../lib/core/check_with.ts";
import { describeIssue, type Issue } from "../../lib/core/issue.ts";
import { secret } from "../../lib/core/secret.ts";
import type { Shape } from "../../lib/core/shape.ts";
import * as s from "../../lib/core/shapes.ts";

function check(shape: Shape<unknown>, data: unknown): readonly Issue[] {
  const result = checkWith(shape, data, { owner: "csv" });
  return "issues" in result ? result.issues : [];
}

function sentences(shape: Shape<unknown>, data: unknown): string[] {
  return check(shape, data).map(describeIssue);
}

Deno.test("checkWith() gives the checked value", () => {
  const shape = s.map({ filepath: s.text() });

  assert.deepEqual(checkWith(shape, { filepath: "a" }, { owner: "csv" }), { value: { filepath: "a" } });
});

Deno.test("checkWith() names unknown keys, at any depth, with the known key that was meant", () => {
  const shape = s.map({
    filepath: s.text().optional(),
    load_args: s.map({ separator: s.text().optional() }).optional(),
    columns: s.list(s.map({ name: s.text().optional() })).optional(),
  });

  const issues = check(shape, {
    fielpath: "a",
    load_args: { separtor: ";" },
    columns: [{ nme: "x" }],
    zzz: 1,
  });

  assert.deepEqual(issues.map(describeIssue).sort(), [
    'columns[0].nme is not an option of csv. Did you mean "name"?',
    'fielpath is not an option of csv. Did you mean "filepath"?',
    'load_args.separtor is not an option of csv. Did you mean "separator"?',
    "zzz is not an option of csv",
  ]);
  assert.deepEqual(issues.map(({ about, code }) => [about, code])[0], ["key", "options.unknown_key"]);
});

Deno.test("checkWith() says what was wanted and what was found", () => {
  const shape = s.map({
    text: s.text(),
    flag: s.flag(),
    count: s.whole(),
    list: s.list(s.text()),
    map: s.dictionary(s.number()),
    one: s.text({ length: 1 }),
    some: s.text({ min: 2 }),
    many: s.list(s.number(), { min: 2 }),
    low: s.number({ min: 3 }),
    high: s.number({ max: 3 }),
    more: s.number({ above: 3 }),
    name: s.text({ pattern: /^a/ }),
    own: s.text().where((text) => text === "", "must be empty"),
  });

  assert.deepEqual(
    sentences(shape, {
      text: 1,
      flag: "yes",
      count: 1.5,
      list: {},
      map: { x: "one" },
      one: ";;",
      some: "a",
      many: [1],
      low: 2,
      high: 4,
      more: 3,
      name: "b",
      own: "full",
    }),
    [
      "text must be text: it is 1",
      'flag must be true or false: it is "yes"',
      "count must be a whole number: it is 1.5",
      "list must be a list: it is a map",
      'map.x must be a number: it is "one"',
      'one must be exactly 1 character long: it is ";;"',
      'some must be at least 2 characters long: it is "a"',
      "many must be at least 2 items long: it has 1",
      "low must be at least 3: it is 2",
      "high must be at most 3: it is 4",
      "more must be more than 3: it is 3",
      'name must be text that matches /^a/: it is "b"',
      "own must be empty",
    ],
  );
});

Deno.test("checkWith() names what is missing", () => {
  const shape = s.map({ filepath: s.text() });

  assert.deepEqual(sentences(shape, {}), ["filepath is missing: it must be text"]);
  assert.deepEqual(sentences(shape, 5), ["csv must be a map: it is 5"]);
});

Deno.test("checkWith() tells a wrong type, a wrong value and a missing one apart for programs", () => {
  const shape = s.map({
    type: s.text(),
    value: s.choice(["a"]),
    bound: s.whole({ min: 1 }),
    missing: s.flag(),
  });

  assert.deepEqual(check(shape, { type: 1, value: "b", bound: 0 }).map(({ code, path }) => [code, path]), [
    ["options.wrong_type", ["type"]],
    ["options.wrong_value", ["value"]],
    ["options.wrong_value", ["bound"]],
    ["options.missing", ["missing"]],
  ]);
});

Deno.test("checkWith() suggests the choice that was meant", () => {
  const shape = s.map({ mode: s.choice(["rows", "columns"]) });

  assert.deepEqual(sentences(shape, { mode: "colums" }), [
    'mode must be "rows" or "columns": it is "colums". Did you mean "columns"?',
  ]);
});

Deno.test("checkWith() lists a few of many choices", () => {
  const many = s.choice([..."abcdefghijklm"]);
  const few = [..."abcdefghij"].map((letter) => `"${letter}"`).join(", ");

  assert.deepEqual(sentences(s.map({ mode: many }), { mode: 5 }), [
    `mode must be one of ${few} and 3 more: it is 5`,
  ]);
  assert.deepEqual(sentences(s.map({ mode: s.either([many, s.flag()]) }), { mode: 5 }), [
    `mode must be one of ${few} and 3 more or true or false: it is 5`,
  ]);
});

Deno.test("checkWith() lists the alternatives of a value, or looks into the one that was meant", () => {
  const shape = s.map({
    columns: s.either([s.either([s.text(), s.whole({ min: 0 })]), s.map({ name: s.text() })]),
  });

  assert.deepEqual(sentences(shape, { columns: true }), [
    "columns must be text, a number or a map: it is true",
  ]);
  assert.deepEqual(sentences(shape, { columns: { nam: "x", name: "y" } }), [
    'columns.nam is not an option of csv. Did you mean "name"?',
  ]);
  assert.deepEqual(sentences(shape, { columns: -1 }), ["columns must be at least 0: it is -1"]);
});

Deno.test("checkWith() never shows a secret, and shortens long text", () => {
  const shape = s.map({ key: s.number(), long: s.number() });

  const [key, long] = sentences(shape, { key: secret("hunter2"), long: "x".repeat(500) });

  assert.equal(key, "key must be a number: it is ***");
  assert.ok(long !== undefined && long.length < 120 && long.includes("…"));
});

Deno.test("checkWith() takes other words for keys and codes", () => {
  const shape = s.map({ durability: s.text().optional() });

  const result = checkWith(shape, { durabilty: "full" }, {
    owner: "kedge.yml",
    code: "kedge",
    unknownKey: "is not supported yet",
  });

  assert.ok("issues" in result);
  assert.deepEqual(result.issues.map(describeIssue), [
    'durabilty is not supported yet. Did you mean "durability"?',
  ]);
  assert.equal(result.issues[0]?.code, "kedge.unknown_key");
});

Deno.test("knownKeys() are those of a map at any depth, and none where any key may stand", () => {
  const inner = s.map({ name: s.text() });
  const shape = s.map({
    one: inner.nullable().or(null),
    many: s.list(s.either([s.text(), inner, s.map({ other: s.text() })])),
    any: s.dictionary(inner),
  });

  assert.deepEqual(knownKeys(shape, []), ["one", "many", "any"]);
  assert.deepEqual(knownKeys(shape, ["one"]), ["name"]);
  assert.deepEqual(knownKeys(shape, ["many", 3]), ["name", "other"]);
  assert.deepEqual(knownKeys(shape, ["any"]), []);
  assert.deepEqual(knownKeys(shape, ["any", "key"]), ["name"]);
  assert.deepEqual(knownKeys(shape, ["toString"]), []);
});
