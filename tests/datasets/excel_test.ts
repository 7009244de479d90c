import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import fc from "npm:fast-check@4.10.2";
import { EXCEL } from "../../lib/datasets/excel.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { fromEntry, problemsOf } from "../support/entry.ts";

const FILES = localStore(fileURLToPath(new URL("fixtures/pandas_files", import.meta.url)));

function load(load_args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  return fromEntry(EXCEL, { filepath: "birds.xlsx", load_args }, FILES).load();
}

Deno.test("excel reads the first sheet that pandas wrote, with the types of its cells", async () => {
  assert.deepEqual(await load(), [
    {
      ...{ id: 1, name: "Gentoo", mass: 4.5, male: true },
      ...{ seen: new Date("2026-01-31"), hatched: new Date("2026-01-31"), code: "007" },
    },
    {
      ...{ id: 2, name: 'say "hi"\nagain', mass: -0.25, male: false },
      ...{ seen: new Date("2026-01-31T12:30:15Z"), hatched: null, code: " x " },
    },
    {
      ...{ id: 3, name: null, mass: 1e21, male: null },
      ...{ seen: null, hatched: new Date("1905-01-01"), code: "1" },
    },
  ]);
});

Deno.test("excel reads sheets by name, by number, several and all", async () => {
  const codes = [{ id: 1, code: "007" }, { id: 2, code: " x " }, { id: 3, code: "1" }];

  assert.deepEqual(await load({ sheet_name: "Codes", header: 2 }), codes);
  assert.deepEqual(await load({ sheet_name: 1, header: 2 }), codes);
  assert.deepEqual(await load({ sheet_name: ["Codes"], header: 2 }), { Codes: codes });
  assert.deepEqual(Object.keys(await load({ sheet_name: null }) as object), ["Birds", "Codes"]);
  await assert.rejects(load({ sheet_name: "Code" }), {
    message:
      'Cannot read "birds.xlsx": There is no sheet "Code"; it has Birds and Codes. Did you mean "Codes"?',
  });
  await assert.rejects(load({ sheet_name: 2 }), /There is no sheet 2/);
});

Deno.test("excel reads the columns asked for: by name, number and letter", async () => {
  const wanted = [["Gentoo", 4.5, "007"], ['say "hi"\nagain', -0.25, " x "], [null, 1e21, "1"]];

  for (const usecols of [["name", "mass", "code"], [1, 2, 6], "B:C,G", "b:c,g:g"]) {
    const rows = await load({ usecols }) as object[];
    assert.deepEqual(rows.map((row) => Object.values(row)), wanted);
  }
});

Deno.test("excel gives columns the types asked for, and names the row of what has another", async () => {
  const types = { id: "str", code: "str", mass: "float64" };

  const table = await load({ dtype: types, as: "columns" }) as Record<string, unknown[]>;

  assert.deepEqual([table.id, table.code], [["1", "2", "3"], ["007", " x ", "1"]]);
  await assert.rejects(load({ dtype: { code: "int64" } }), {
    message:
      'Cannot read "birds.xlsx": Column "code" must be a whole number that is held exactly: found " x " in row 3 of sheet "Birds"',
  });
});

Deno.test("excel takes names for columns, and more texts that mean null", async () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];

  const rows = await load({ names, header: 0, na_values: ["007", 2], usecols: ["a", "g"] });

  assert.deepEqual(rows, [{ a: 1, g: null }, { a: null, g: " x " }, { a: 3, g: "1" }]);
  await assert.rejects(
    load({ names: ["a"] }),
    /load_args\.names must name every column: it names 1, the sheet has 7/,
  );
});

Deno.test("excel saves a table as a sheet, and a map of tables as sheets", async () => {
  const dataset = (fields: object) => fromEntry(EXCEL, { filepath: "x", ...fields }, store);
  const store = (await import("../../lib/stores/memory_store.ts")).memoryStore();

  await dataset({ save_args: { sheet_name: "One", columns: ["b", "a"] } }).save([{ a: 1, b: 2n }]);
  assert.deepEqual(await dataset({ load_args: { sheet_name: null } }).load(), { One: [{ b: 2, a: 1 }] });
  await dataset({}).save({ "Ports & co": [{ a: "=1+1" }], Two: { b: [1, 2] } });
  assert.deepEqual(await dataset({ load_args: { sheet_name: null } }).load(), {
    "Ports & co": [{ a: "=1+1" }],
    Two: [{ b: 1 }, { b: 2 }],
  });
  await dataset({ save_args: { header: false } }).save({ b: [1, 2] });
  assert.deepEqual(await dataset({ load_args: { header: null } }).load(), [{ 0: 1 }, { 0: 2 }]);
});

Deno.test("excel refuses what a cell, a row or a sheet cannot hold", async () => {
  const save = (value: unknown, save_args: object = {}) =>
    fromEntry(EXCEL, { filepath: "x", save_args }).save(value);
  const endless = function* () {
    for (;;) yield { a: 1 };
  };

  await assert.rejects(save([{ a: "x".repeat(32_768) }]), /column "a" is a text of 32768 characters/);
  await assert.rejects(save([{ a: Infinity }]), /column "a" is Infinity, which Excel cannot hold/);
  await assert.rejects(
    save([{ a: 2n ** 53n }]),
    /column "a" is the bigint 9007199254740992, which Excel would round/,
  );
  await assert.rejects(save([{ a: 1, b: 2 }], { columns: ["a"] }), /column "b" is not in save_args\.columns/);
  await assert.rejects(save({ "a/b": [{ a: 1 }] }), /Cannot save sheet "a\/b"/);
  await assert.rejects(save(endless()), /a sheet has up to 1048575 rows, and there are more/);
});

Deno.test("excel gives back every table of numbers, booleans, texts, dates and null that it saved", async () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "é", "𝄞", "<", "&", '"', " ", "\n", "=", "'"),
    minLength: 1,
  })
    .map((value) => `x${value}`);
  const cell = fc.option(fc.oneof(
    fc.maxSafeInteger().map((value) => value + 0),
    fc.boolean(),
    text,
    // Excel counts days from 1900, in fractions of about 2 microseconds.
    fc.date({ min: new Date("1901-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
  ));
  const table = fc.uniqueArray(text, { minLength: 1, maxLength: 4 }).chain((names) =>
    fc.array(
      fc.tuple(...names.map(() => cell)).map((values) =>
        names.map((name, at) => [name, values[at]] as const)
      ),
      { minLength: 1, maxLength: 10 },
    )
  );
  await fc.assert(
    fc.asyncProperty(table, async (entries) => {
      const rows = entries.map((row) => Object.fromEntries(row));
      // Rows without any cell at the end of a sheet are none.
      if (Object.values(rows.at(-1)!).every((value) => value === null)) return;
      const dataset = fromEntry(EXCEL, { filepath: "x" });

      await dataset.save(rows);

      assert.deepEqual(await dataset.load(), rows);
    }),
    { numRuns: 50 },
  );
});

Deno.test("an option of excel that is not known is named with what was likely meant", () => {
  assert.deepEqual(
    problemsOf(EXCEL, { filepath: "x", load_args: { sheetname: "a" }, save_args: { index: true } }),
    [
      "load_args.sheetname is not an option of excel (sheet_name?)",
      "save_args.index must be false: it is true",
    ],
  );
});
