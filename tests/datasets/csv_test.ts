import assert from "node:assert/strict";
import { CSV } from "../../lib/datasets/csv.ts";
import { fromEntry, loadText, problemsOf, saveText } from "../support/entry.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";

const load = (text: string | Uint8Array, load_args: Record<string, unknown> = {}) =>
  loadText(CSV, text, { load_args });
const save = (value: unknown, save_args: Record<string, unknown> = {}) => saveText(CSV, value, { save_args });

Deno.test("csv gives each column one type, found from all of its cells", async () => {
  const rows = await load("whole,number,flag,text\n1,1,True,1\n2,.5,FALSE,b\n");

  assert.deepEqual(rows, [
    { whole: 1, number: 1, flag: true, text: "1" },
    { whole: 2, number: 0.5, flag: false, text: "b" },
  ]);
});

Deno.test("csv takes what pandas takes for missing as null, quoted or not", async () => {
  const rows = await load('a,b,c\nNA,"",null\n1,x,true\n');

  assert.deepEqual(rows, [{ a: null, b: null, c: null }, { a: 1, b: "x", c: true }]);
});

Deno.test("csv makes a column bigint when one whole number is not safe as a number", async () => {
  const rows = await load("a\n1\n\n9007199254740993\nNA\n");

  assert.deepEqual(rows, [{ a: 1n }, { a: 9007199254740993n }, { a: null }]);
});

Deno.test("csv reads an empty file and a header alone as no rows", async () => {
  assert.deepEqual(await load(""), []);
  assert.deepEqual(await load("a,b\n"), []);
  assert.deepEqual(await load("a,b", { as: "columns" }), { a: [], b: [] });
});

Deno.test("csv understands byte order marks, CRLF, lone CR, quotes, separators and line ends in quotes", async () => {
  const wanted = [{ a: 'x, "y"', b: "1\n2" }, { a: "z", b: null }];

  assert.deepEqual(await load('\uFEFFa,b\r\n"x, ""y""","1\n2"\r\n\r\nz,\r\n'), wanted);
  assert.deepEqual(await load('a,b\r"x, ""y""","1\n2"\rz,'), wanted);
});

Deno.test("csv tells a blank line from a quoted empty cell", async () => {
  assert.deepEqual(await load('a\n\n""\n  \n1\n'), [{ a: null }, { a: 1 }]);
});

Deno.test("csv does not lose a column of the name __proto__", async () => {
  const [row] = await load("__proto__,a\n1,2\n") as [Record<string, unknown>];

  assert.deepEqual(Object.entries(row), [["__proto__", 1], ["a", 2]]);
});

Deno.test("csv renames columns without a name or with one that is taken, as pandas does", async () => {
  assert.deepEqual(await load(",a,a,a.1\n1,2,3,4\n"), [{ "Unnamed: 0": 1, a: 2, "a.2": 3, "a.1": 4 }]);
});

for (
  const [what, text, message] of [
    [
      "a row that is too long",
      "a,b\n1,2\n\n1,2,3\n",
      'Cannot read "x:4": Rows must have 2 cells: this one has 3',
    ],
    [
      "a row that is too short",
      'a,b\n"1\n1",2\n1\n',
      'Cannot read "x:4": Rows must have 2 cells: this one has 1',
    ],
    [
      "a quote that is not closed",
      'a,b\n1,2\n"1,2\n3,4\n',
      'Cannot read "x:3": A quote in the row that begins here is never closed',
    ],
    [
      "text after a closing quote",
      'a,b\n"1\n"x,2\n',
      'Cannot read "x:3": Wanted a separator or a line end after a closing quote',
    ],
  ] as const
) {
  Deno.test(`csv names the line of ${what}`, async () => {
    await assert.rejects(load(text), { name: "DatasetError", message, uri: "memory:store/x" });
  });
}

Deno.test("csv names the line of bytes that are not UTF-8", async () => {
  const bytes = new Uint8Array([...new TextEncoder().encode("a,b\n1,é\n2,"), 0xe9, 0x0a]);

  await assert.rejects(load(bytes), {
    message: 'Cannot read "x:3": Text must be UTF-8: this line has bytes that are not',
  });
});

Deno.test("csv takes types from dtype and dates from parse_dates, and names the cell that is of another", async () => {
  const text = "code,day,when\n007,2026-01-31,2026-01-31 12:00\n008,NA,2026-01-31T12:00:00+02:00\n";
  const load_args = { dtype: { code: "str" }, parse_dates: ["day", 2] };

  assert.deepEqual(await load(text, load_args), [
    { code: "007", day: new Date("2026-01-31"), when: new Date("2026-01-31T12:00Z") },
    { code: "008", day: null, when: new Date("2026-01-31T10:00Z") },
  ]);
  await assert.rejects(load("n\n1\nx\n", { dtype: { n: "Int64" } }), {
    message: 'Cannot read "x:3": Column "n" must be a whole number that is held exactly: found "x"',
  });
  await assert.rejects(load("d\n2026-02-30\n", { parse_dates: ["d"] }), {
    message:
      'Cannot read "x:2": Column "d" must be a date such as 2026-01-31 or 2026-01-31T12:00:00Z: found "2026-02-30"',
  });
});

Deno.test("csv loads the columns of usecols alone, by name or number, and suggests names", async () => {
  assert.deepEqual(await load("a,b,c\n1,2,3\n", { usecols: ["c", 0] }), [{ a: 1, c: 3 }]);
  await assert.rejects(load("mass,b\n1,2\n", { usecols: ["mas"] }), {
    message:
      'Cannot read "x": There is no column "mas", which load_args.usecols names; it has mass and b. Did you mean "mass"?',
  });
});

Deno.test("csv reads files without a header, with names, or with lines before the header", async () => {
  assert.deepEqual(await load("1,2\n", { header: null }), [{ 0: 1, 1: 2 }]);
  assert.deepEqual(await load("1,2\n", { names: ["a", "b"] }), [{ a: 1, b: 2 }]);
  assert.deepEqual(await load("x,y\n1,2\n", { names: ["a", "b"], header: 0 }), [{ a: 1, b: 2 }]);
  assert.deepEqual(await load("made by me\n\na,b\n1,2\n", { header: 1 }), [{ a: 1, b: 2 }]);
});

Deno.test("csv takes other separators and other texts for missing", async () => {
  assert.deepEqual(await load("a;b\n1,5;-999\n", { sep: ";", na_values: -999 }), [{ a: "1,5", b: null }]);
  assert.deepEqual(
    await load("a\tb\nNA\t?\n", { delimiter: "\t", keep_default_na: false, na_values: ["?"] }),
    [
      { a: "NA", b: null },
    ],
  );
});

Deno.test("csv writes the keys of all rows in the order they are first seen", async () => {
  assert.equal(
    await save([{ a: 1 }, { b: true, a: null }, { c: new Date(0) }]),
    [
      "a,b,c\n1,,\n,true,\n,,1970-01-01T00:00:00.000Z\n",
    ].join(""),
  );
});

Deno.test("csv writes large numbers so that they come back as numbers", async () => {
  assert.equal(await save([{ a: 1e20 }, { a: 2 ** 53 }]), "a\n1e+20\n9.007199254740992e+15\n");
});

Deno.test("csv quotes what needs it, and a cell that would be a blank line", async () => {
  assert.equal(await save([{ "a,b": 'say "x"', c: "1\n2" }]), '"a,b",c\n"say ""x""","1\n2"\n');
  assert.equal(await save([{ a: null }, { a: 1 }]), 'a\n""\n1\n');
});

Deno.test("csv writes the columns, the separator and the header that save_args ask for", async () => {
  const rows = [{ b: 2, a: 1 }];

  assert.equal(await save(rows, { columns: ["a", "b"], sep: "\t", index: false }), "a\tb\n1\t2\n");
  assert.equal(await save(rows, { header: false }), "2,1\n");
  assert.equal(await save(rows, { encoding: "utf-8-sig" }), "b,a\n2,1\n");
});

Deno.test("csv writes lists by column, and rows that come one by one", async () => {
  async function* rows() {
    yield { a: 1, b: "x" };
    await Promise.resolve();
    yield { a: 2 };
  }

  assert.equal(await save({ a: [1, 2], b: ["x", null] }), "a,b\n1,x\n2,\n");
  assert.equal(await save(rows()), "a,b\n1,x\n2,\n");
  assert.equal(await save(new Set([{ a: 1 }])), "a\n1\n");
});

for (
  const [what, value, message] of [
    ["nothing like a table", 5, "Cannot save as a table: wanted rows or columns, found 5"],
    [
      "a row that is no object",
      [{}, 5],
      "Cannot save row 2 of the table: wanted an object with its cells, found 5",
    ],
    ["a row without columns", [{}], "Cannot save row 1 of the table: it has no columns"],
    [
      "a list in a cell",
      [{ a: 1 }, { a: [1] }],
      'Cannot save row 2 of the table: column "a" is a list, which does not fit into a cell',
    ],
    [
      "an invalid date",
      [{ a: new Date(NaN) }],
      'Cannot save row 1 of the table: column "a" is an invalid date, which does not fit into a cell',
    ],
    [
      "columns of different lengths",
      { a: [1], b: [] },
      'Cannot save column "b" of the table: wanted as many values as in the others, it has 0, "a" has 1',
    ],
    [
      "a column that a row of a stream brings later",
      new Set([{ a: 1 }, { b: 1 }]),
      'Cannot save row 2 of the table: column "b" is not in the header (name all columns in save_args.columns, or save a list)',
    ],
  ] as const
) {
  Deno.test(`csv refuses to save ${what}, and leaves the old file`, async () => {
    const store = memoryStore();
    const dataset = fromEntry(CSV, { filepath: "x" }, store);
    await dataset.save([{ old: 1 }]);

    await assert.rejects(dataset.save(value), { name: "TypeError", message });

    assert.deepEqual(await dataset.load(), [{ old: 1 }]);
  });
}

Deno.test("csv options name what they do not know, and what is not there yet", () => {
  assert.deepEqual(
    problemsOf(CSV, {
      filepath: "x",
      versioned: 1,
      load_args: { sepp: ";", as: "arrow" },
      save_args: { index: true },
    }),
    [
      "versioned must be true or false: it is 1",
      'load_args.as must be "rows" or "columns": it is "arrow"',
      "load_args.sepp is not an option of csv (sep?)",
      "save_args.index must be false: it is true",
    ],
  );
  assert.deepEqual(problemsOf(CSV, { filepath: "x", load_args: { sep: ",", delimiter: "," } }), [
    "load_args must have sep or delimiter, not both",
  ]);
  assert.deepEqual(problemsOf(CSV, { filepath: "x", load_args: { sep: "-" }, save_args: { sep: "ab" } }), [
    "load_args.sep must not be a quote, a minus or a line end",
    'save_args.sep must be exactly 1 character long: it is "ab"',
  ]);
  assert.deepEqual(problemsOf(CSV, { filepath: "x", load_args: { engine: "c", index_col: false } }), []);
});
