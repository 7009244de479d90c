import assert from "node:assert/strict";
import { JSON_TABLE } from "../../lib/datasets/json_table.ts";
import { loadText, problemsOf, saveText } from "../support/entry.ts";
import recorded from "./fixtures/pandas_json.json" with { type: "json" };

interface RecordedCase {
  readonly args: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const ROWS = [
  { id: 1, name: "Gentoo", mass: 4.5, male: true, seen: new Date("2026-01-31T12:30:15Z") },
  { id: 2, name: null, mass: null, male: false, seen: null },
];

for (const { args, text } of recorded.cases as unknown as readonly RecordedCase[]) {
  const { orient, lines } = args;
  const isValues = orient === "values";
  Deno.test(`json_table reads and writes what pandas ${recorded.pandas} writes with ${JSON.stringify(args)}`, async () => {
    const load_args = {
      ...(orient !== undefined && { orient }),
      ...(lines !== undefined && { lines }),
      convert_dates: [isValues ? "4" : "seen"],
    };

    const rows = await loadText(JSON_TABLE, text, { load_args });
    const saved = await saveText(JSON_TABLE, ROWS, { save_args: args });

    const wanted = isValues
      ? ROWS.map((row) => Object.fromEntries(Object.values(row).map((value, at) => [at, value])))
      : ROWS;
    assert.deepEqual(rows, wanted);
    assert.deepEqual(parse(saved), parse(text.replace(/:15\.000"/g, ':15.000Z"')));
  });
}

Deno.test("json_table reads lists by column, and rows that lack a column", async () => {
  const text = '[{"a": 1}, {"b": "x"}]';

  assert.deepEqual(await loadText(JSON_TABLE, text, { load_args: { orient: "records" } }), [
    { a: 1, b: null },
    { a: null, b: "x" },
  ]);
  assert.deepEqual(await loadText(JSON_TABLE, text, { load_args: { orient: "records", as: "columns" } }), {
    a: [1, null],
    b: [null, "x"],
  });
});

Deno.test("json_table takes rows and lists by column where it is told no layout, as pandas does", async () => {
  assert.deepEqual(await loadText(JSON_TABLE, '[{"a": 1}, {"a": 2}]'), [{ a: 1 }, { a: 2 }]);
  assert.deepEqual(await loadText(JSON_TABLE, '{"a": [1, 2]}'), [{ a: 1 }, { a: 2 }]);
  assert.deepEqual(await loadText(JSON_TABLE, "[[1, 2]]"), [{ 0: 1, 1: 2 }]);
});

Deno.test("json_table says how a table in a layout looks, and names what is no date", async () => {
  await assert.rejects(
    loadText(JSON_TABLE, "[1]"),
    /in the layout "columns": \{"column": \{"row": value\}\}/,
  );
  await assert.rejects(
    loadText(JSON_TABLE, '{"a":{"0":"soon"}}', { load_args: { convert_dates: ["a"] } }),
    /Column "a" must hold dates: found "soon"/,
  );
  assert.deepEqual(problemsOf(JSON_TABLE, { filepath: "x", load_args: { lines: true, orient: "index" } }), [
    "load_args must have orient: records where lines is true",
  ]);
});

function parse(text: string): unknown {
  return text.trim().split(/\n(?=\{"id)/).map((line) => JSON.parse(line));
}
