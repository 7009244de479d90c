import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import fc from "npm:fast-check@4.10.2";
import { PARQUET } from "../../lib/datasets/parquet.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import type { ReadOptions, Store } from "../../lib/stores/store.ts";
import { fromEntry, problemsOf } from "../support/entry.ts";
import { seededRandom } from "../support/random.ts";

const FILES = localStore(fileURLToPath(new URL("fixtures/pandas_files", import.meta.url)));
const BIRDS = [
  ...[{ id: 1, name: "Gentoo", mass: 4.5, male: true }, {
    id: 2,
    name: 'say "hi"\nagain',
    mass: -0.25,
    male: false,
  }],
  { id: 3, name: null, mass: 1e21, male: null },
].map((bird, at) => ({
  ...bird,
  seen: [new Date("2026-01-31"), new Date("2026-01-31T12:30:15Z"), null][at],
  hatched: [new Date("2026-01-31"), null, new Date("1905-01-01")][at],
  code: ["007", " x ", "1"][at],
}));

for (const compression of ["snappy", "gzip", "brotli", "zstd", "lz4", "None"]) {
  Deno.test(`parquet reads what pandas wrote with compression ${compression}, whole and as a stream`, async () => {
    const filepath = `${compression}.parquet`;

    assert.deepEqual(await fromEntry(PARQUET, { filepath }, FILES).load(), BIRDS);
    assert.deepEqual(await loadStream({ filepath }, FILES), BIRDS);
  });
}

Deno.test("parquet makes a column with a whole number beyond what a number holds bigint, all of it, also in a stream", async () => {
  const ids = [9007199254740993n, 1n, 2n];

  const rows = await fromEntry(PARQUET, { filepath: "large.parquet" }, FILES).load();

  assert.deepEqual(rows, BIRDS.map((bird, at) => ({ ...bird, id: ids[at] })));
  assert.deepEqual(await loadStream({ filepath: "large.parquet" }, FILES), rows);
});

Deno.test("parquet reads lists and maps inside of cells", async () => {
  assert.deepEqual(await fromEntry(PARQUET, { filepath: "nested.parquet" }, FILES).load(), [
    { id: 1, tags: ["a", "b"], size: { wing: 1, beak: 2.5 } },
    { id: 2, tags: [], size: null },
    { id: 3, tags: null, size: { wing: 3, beak: null } },
  ]);
});

Deno.test("parquet reads an index of pandas that has a name as a column, and leaves out one that has none", async () => {
  const load = (filepath: string) => fromEntry(PARQUET, { filepath }, FILES).load();

  assert.deepEqual(await load("named_index.parquet"), BIRDS.map(({ id, code }) => ({ id, code })));
  assert.deepEqual(await load("unnamed_index.parquet"), BIRDS.slice(1).map(({ id, code }) => ({ id, code })));
});

Deno.test("parquet loads the columns asked for, in that order, and names one that is not there", async () => {
  const load = (load_args: object) =>
    fromEntry(PARQUET, { filepath: "snappy.parquet", load_args }, FILES).load();

  assert.deepEqual(await load({ columns: ["code", "id"], as: "columns" }), {
    code: ["007", " x ", "1"],
    id: [1, 2, 3],
  });
  await assert.rejects(load({ columns: ["nmae"] }), /There is no column "nmae".*Did you mean "name"\?/);
});

for (const compression of ["snappy", "gzip", "brotli", "zstd", null]) {
  Deno.test(`parquet gives back what it saved with compression ${compression}`, async () => {
    const dataset = fromEntry(PARQUET, { filepath: "x", save_args: { compression } });
    const rows = [
      {
        whole: 1,
        large: 2n ** 62n,
        part: 1,
        bytes: new Uint8Array([1]),
        day: new Date(5),
        json: [1, { a: null }],
      },
      { whole: -7, large: 1n, part: 1.5, bytes: null, day: null, json: "text" as unknown },
    ].map((row, at) => at === 0 ? row : { ...row, json: { b: "x" } });

    await dataset.save(rows);

    assert.deepEqual(await dataset.load(), rows);
  });
}

Deno.test("parquet gives back every table of numbers, bigint, booleans, texts, dates and null that it saved", async () => {
  const cells = {
    number: fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true })),
    boolean: fc.boolean(),
    bigint: fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
    text: fc.string({ unit: "grapheme" }),
    date: fc.date({ noInvalidDate: true }),
  };
  const names = fc.uniqueArray(fc.string({ minLength: 1, unit: "grapheme" }), { minLength: 1, maxLength: 4 });
  const kind = fc.constantFrom<keyof typeof cells>("number", "boolean", "bigint", "text", "date");
  const table = names.chain((names) =>
    fc.tuple(...names.map(() => kind)).chain((kinds) =>
      fc.array(
        fc.tuple(...kinds.map((kind) => fc.option(cells[kind] as fc.Arbitrary<unknown>))).map((values) =>
          names.map((name, at) => [name, values[at]] as const)
        ),
        { minLength: 1, maxLength: 20 },
      )
    )
  );
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom(1, 3, 50), async (entries, row_group_size) => {
      const rows = entries.map((row) => Object.fromEntries(row));
      const store = memoryStore();
      const dataset = fromEntry(PARQUET, { filepath: "x", save_args: { row_group_size } }, store);

      await dataset.save(rows);

      assert.deepEqual(await dataset.load(), rows);
      assert.deepEqual(await loadStream({ filepath: "x" }, store), rows);
    }),
    { numRuns: 100 },
  );
});

Deno.test("parquet names the row and column that do not fit, and what it holds elsewhere", async () => {
  const save = (rows: unknown, save_args: object = {}) =>
    fromEntry(PARQUET, { filepath: "x", save_args }).save(rows);
  async function* late() {
    yield { n: 1 };
    yield { n: 1.5 };
  }

  await assert.rejects(save([{ a: 1 }, { a: "x" }]), {
    message: 'Cannot save row 2 of the table: column "a" is "x", and holds whole numbers above',
  });
  await assert.rejects(
    save([{ a: 2n ** 63n }]),
    /row 1 of the table: column "a" is the bigint 9223372036854775808/,
  );
  await assert.rejects(
    save([{ a: new Map() }]),
    /column "a" is an instance of Map, which Parquet cannot hold/,
  );
  await assert.rejects(save([{}]), /row 1 of the table: it has no columns/);
  await assert.rejects(save(late(), { row_group_size: 1 }), {
    message: 'Cannot save row 2 of column "n" as Parquet: the column holds whole numbers, found 1.5',
  });
});

Deno.test("parquet takes types of columns that come row by row from save_args.dtype", async () => {
  const dataset = fromEntry(PARQUET, {
    filepath: "x",
    save_args: { row_group_size: 1, dtype: { n: "float64" } },
  });
  async function* rows() {
    yield { n: 1 };
    yield { n: 1.5 };
  }

  await dataset.save(rows());

  assert.deepEqual(await dataset.load(), [{ n: 1 }, { n: 1.5 }]);
});

Deno.test("a stream of parquet reads forward, and holds one row group at a time", async () => {
  const random = seededRandom(7);
  const store = memoryStore();
  const rows = Array.from({ length: 20_000 }, (_, n) => ({ n, text: `${random()}${random()}` }));
  await fromEntry(PARQUET, { filepath: "x", save_args: { row_group_size: 1000 } }, store).save(rows);
  const size = (await store.stat("x"))!.size;
  const counted = countedStore(store);

  let seen = 0;
  let furthest = 0;
  const stream = await fromEntry(PARQUET, { filepath: "x", load_args: { stream: true } }, counted.store)
    .load() as AsyncIterable<{ n: number }>;
  for await (const { n } of stream) {
    assert.equal(n, seen++);
    furthest = Math.max(furthest, counted.taken() - size * seen / rows.length);
  }

  assert.equal(seen, rows.length);
  assert.ok(size > 500_000, `${size} bytes`);
  assert.ok(furthest < size / 8, `${furthest} of ${size} bytes were read ahead`);
});

Deno.test("an option of parquet that is not known is named with what was likely meant", () => {
  assert.deepEqual(problemsOf(PARQUET, { filepath: "x", load_args: { colums: ["a"] } }), [
    "load_args.colums is not an option of parquet (columns?)",
  ]);
});

async function loadStream(fields: Readonly<Record<string, unknown>>, store: Store): Promise<unknown[]> {
  const dataset = fromEntry(PARQUET, { ...fields, load_args: { stream: true } }, store);
  return await Array.fromAsync(await dataset.load() as AsyncIterable<unknown>);
}

/** A store that sends in small pieces and counts what is taken of reads that go to the end. */
function countedStore(inner: Store): { readonly store: Store; readonly taken: () => number } {
  let taken = 0;
  const store: Store = {
    ...inner,
    async read(key: string, options: ReadOptions = {}): Promise<ReadableStream<Uint8Array>> {
      if (options.end !== undefined) return await inner.read(key, options);
      const bytes = await new Response(await inner.read(key, options)).bytes();
      let at = 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          const chunk = bytes.slice(at, at += 4096);
          taken += chunk.length;
          if (chunk.length > 0) controller.enqueue(chunk);
          else controller.close();
        },
      }, { highWaterMark: 0 });
    },
  };
  return { store, taken: () => taken };
}
