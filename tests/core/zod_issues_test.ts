import assert from "node:assert/strict";
import { describeIssue, type Issue } from "../../lib/core/issue.ts";
import { secret } from "../../lib/core/secret.ts";
import { checkWith } from "../../lib/core/zod_issues.ts";
import { z } from "../../lib/deps/zod.ts";

function check(schema: Parameters<typeof checkWith>[0], data: unknown): readonly Issue[] {
  const result = checkWith(schema, data, { owner: "csv" });
  return "issues" in result ? result.issues : [];
}

function sentences(schema: Parameters<typeof checkWith>[0], data: unknown): string[] {
  return check(schema, data).map(describeIssue);
}

Deno.test("checkWith() gives the checked value", () => {
  const schema = z.strictObject({ filepath: z.string() });

  assert.deepEqual(checkWith(schema, { filepath: "a" }, { owner: "csv" }), { value: { filepath: "a" } });
});

Deno.test("checkWith() names unknown keys, at any depth, with the known key that was meant", () => {
  const schema = z.strictObject({
    filepath: z.string().optional(),
    load_args: z.strictObject({ separator: z.string() }).partial().optional(),
    columns: z.array(z.strictObject({ name: z.string().optional() })).optional(),
  });

  const issues = check(schema, {
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
  const schema = z.strictObject({
    text: z.string(),
    flag: z.boolean(),
    count: z.number().int(),
    list: z.array(z.string()),
    map: z.record(z.string(), z.number()),
    one: z.string().length(1),
    many: z.array(z.number()).min(2),
    low: z.number().min(3),
    high: z.number().lt(3),
    third: z.number().multipleOf(3),
    name: z.string().regex(/^a/),
    own: z.string().refine((text) => text === "", "must be empty"),
  });

  assert.deepEqual(
    sentences(schema, {
      text: 1,
      flag: "yes",
      count: 1.5,
      list: {},
      map: { x: "one" },
      one: ";;",
      many: [1],
      low: 2,
      high: 3,
      third: 4,
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
      "many must be at least 2 items long: it has 1",
      "low must be at least 3: it is 2",
      "high must be less than 3: it is 3",
      "third must be a multiple of 3: it is 4",
      'name must be text that matches /^a/: it is "b"',
      "own must be empty",
    ],
  );
});

Deno.test("checkWith() names what is missing", () => {
  const schema = z.strictObject({ filepath: z.string() });

  assert.deepEqual(sentences(schema, {}), ["filepath is missing: it must be text"]);
  assert.deepEqual(sentences(schema, 5), ["csv must be a map: it is 5"]);
});

Deno.test("checkWith() suggests the choice that was meant", () => {
  const choice = z.strictObject({ mode: z.enum(["rows", "columns"]) });
  const kinds = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("rows") }),
    z.strictObject({ kind: z.literal("columns") }),
  ]);

  assert.deepEqual(sentences(choice, { mode: "colums" }), [
    'mode must be "rows" or "columns": it is "colums". Did you mean "columns"?',
  ]);
  assert.deepEqual(sentences(kinds, { kind: "colums" }), [
    'kind must be "rows" or "columns": it is "colums". Did you mean "columns"?',
  ]);
});

Deno.test("checkWith() lists a few of many choices", () => {
  const schema = z.strictObject({ mode: z.enum([..."abcdefghijklm"]) });

  assert.deepEqual(sentences(schema, { mode: 5 }), [
    `mode must be one of ${[..."abcdefghij"].map((letter) => `"${letter}"`).join(", ")} and 3 more: it is 5`,
  ]);
});

Deno.test("checkWith() lists the alternatives of a union, or looks into the one that was meant", () => {
  const schema = z.strictObject({ columns: z.union([z.string(), z.strictObject({ name: z.string() })]) });

  assert.deepEqual(sentences(schema, { columns: 5 }), ["columns must be text or a map: it is 5"]);
  assert.deepEqual(sentences(schema, { columns: { nam: "x", name: "y" } }), [
    'columns.nam is not an option of csv. Did you mean "name"?',
  ]);
});

Deno.test("checkWith() never shows a secret, and shortens long text", () => {
  const schema = z.strictObject({ key: z.number(), long: z.number() });

  const [key, long] = sentences(schema, { key: secret("hunter2"), long: "x".repeat(500) });

  assert.equal(key, "key must be a number: it is ***");
  assert.ok(long !== undefined && long.length < 120 && long.includes("…"));
});

Deno.test("checkWith() takes other words for keys and codes", () => {
  const schema = z.strictObject({ durability: z.string().optional() });

  const result = checkWith(schema, { durabilty: "full" }, {
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
