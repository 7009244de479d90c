import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { CSV } from "../../lib/datasets/csv.ts";
import { DEFAULT_MISSING } from "../../lib/datasets/table/missing_values.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import { fromEntry } from "../support/entry.ts";

// Texts that do not look like anything else, with all that needs quotes.
const text = fc.string({
  unit: fc.constantFrom("a", "é", "𝄞", '"', ",", "\n", "\r\n", " ", "\t", "'"),
  minLength: 1,
})
  .map((value) => `x${value}`);
const cells = {
  number: fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true }).map((value) => value + 0)),
  boolean: fc.boolean(),
  bigint: fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }),
  text,
};
const column = fc.constantFrom<keyof typeof cells>("number", "boolean", "bigint", "text");

const table = fc.uniqueArray(text, { minLength: 1, maxLength: 4 }).chain((names) =>
  fc.tuple(...names.map(() => column)).chain((types) =>
    fc.array(
      fc.record(
        Object.fromEntries(
          names.map((name, at) => [name, fc.option(cells[types[at]!] as fc.Arbitrary<unknown>)]),
        ),
      ),
      { maxLength: 20 },
    )
  )
);

Deno.test("csv gives back every table of numbers, bigint, booleans, texts and null that it saved", async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(",", ";", "\t", "|", "]", "^", "\\", "x", " "),
      async (rows, sep) => {
        const dataset = fromEntry(
          CSV,
          { filepath: "x", load_args: { sep }, save_args: { sep } },
          memoryStore(),
        );

        await dataset.save(rows);

        assert.deepEqual(plain(await dataset.load()), plain(rows));
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("csv gives back every table however cells are quoted, numbers written and the file compressed", async () => {
  const how = fc.record({
    quotechar: fc.constantFrom('"', "'", "$", "|"),
    quoting: fc.constantFrom(0, 1, 2),
    lineterminator: fc.constantFrom("\n", "\r\n"),
    decimal: fc.constantFrom(".", ",", "/"),
    na_rep: fc.constantFrom("", "NA", "-9.9.9"),
    compression: fc.constantFrom("gzip", "infer", null),
    filepath: fc.constantFrom("x", "x.csv.gz"),
  });
  await fc.assert(
    fc.asyncProperty(table, how, async (rows, { filepath, na_rep, ...args }) => {
      const { quotechar, decimal, compression } = args;
      const dataset = fromEntry(CSV, {
        filepath,
        load_args: { sep: ";", quotechar, decimal, compression, na_values: na_rep === "" ? [] : [na_rep] },
        save_args: { sep: ";", na_rep, ...args },
      }, memoryStore());

      await dataset.save(rows);

      assert.deepEqual(plain(await dataset.load()), plain(rows));
    }),
    { numRuns: 300 },
  );
});

Deno.test("csv gives back every text in a column of dtype str when nothing means missing", async () => {
  const anything = fc.array(fc.record({ a: fc.string({ unit: "grapheme-composite" }) }), { maxLength: 10 });
  const load_args = { dtype: "str", keep_default_na: false };
  await fc.assert(fc.asyncProperty(anything, async (rows) => {
    const dataset = fromEntry(CSV, { filepath: "x", load_args }, memoryStore());

    await dataset.save(rows);

    assert.deepEqual(plain(await dataset.load()), plain(rows));
  }));
});

Deno.test("csv takes texts that mean missing for null even where they were saved as text", async () => {
  const dataset = fromEntry(CSV, { filepath: "x" }, memoryStore());

  await dataset.save(DEFAULT_MISSING.map((a) => ({ a, b: "x" })));

  assert.deepEqual(await dataset.load(), DEFAULT_MISSING.map(() => ({ a: null, b: "x" })));
});

// The objects of fast-check have no prototype.
function plain(rows: unknown): unknown[] {
  return (rows as readonly object[]).map((row) => ({ ...row }));
}
