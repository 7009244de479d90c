import assert from "node:assert/strict";
import type { Dataset } from "../../lib/datasets/dataset.ts";
import type { DatasetType } from "../../lib/datasets/dataset_type.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import type { Body, ReadOptions, Store, WriteOptions } from "../../lib/stores/store.ts";
import { fromEntry } from "../support/entry.ts";
import { tempDir } from "../support/temp_dir.ts";

/** What the contract needs to know of a tabular type that streams. */
export interface TabularStreamCase {
  /** The type. */
  readonly type: DatasetType;
  /** A file of rows `{ n: 1, text }`, `{ n: 2, text }` and so on. */
  readonly numbered: (rows: number, text: string) => string | Promise<Uint8Array>;
  /** The same with something wrong in one row, from 1, and the line of it; or why there are no lines. */
  readonly brokenAt: ((row: number) => { readonly text: string; readonly line: number }) | SkipReason;
  /** Why rows are read and written more than a few at a time, if they are. */
  readonly inGroups?: SkipReason;
}

/** Why a part of the contract says nothing about a type. */
export interface SkipReason {
  /** The reason. */
  readonly because: string;
}

type Rows = readonly Readonly<Record<string, unknown>>[];

const ROWS: Rows = [
  { id: 1, name: "Gentoo", mass: 4.5, male: true, note: null },
  { id: 2, name: 'say "hi", twice\nand again', mass: -0.25, male: false, note: "ünï ❄️ 𝄞" },
  { id: 3, name: "a,b;c\td", mass: 1e21, male: null, note: " spaces " },
];

/** What every type that holds tables keeps to. */
export function testTabularType(type: DatasetType): void {
  const name = type.type;
  const create = (store: Store): Dataset => fromEntry(type, { filepath: "x" }, store);

  Deno.test(`${name}: rows of numbers, texts, booleans and null come back as they were`, async () => {
    const dataset = create(memoryStore());

    await dataset.save(ROWS);

    assert.deepEqual(await dataset.load(), ROWS);
  });

  for (
    const [what, rows] of Object.entries({
      "a cell": [{ id: 1, name: "ok" }, { id: 2, name: "half \ud83d" }],
      "the name of a column": [{ "half \udc00": 1 }],
    })
  ) {
    Deno.test(`${name}: half of a surrogate pair in ${what} comes back as it was, or is refused`, async () => {
      const dataset = create(memoryStore());

      const refusal = await dataset.save(rows).then(() => undefined, (error: unknown) => error);

      if (refusal === undefined) assert.deepEqual(await dataset.load(), rows);
      else {
        assert.ok(refusal instanceof TypeError, String(refusal));
        assert.match(refusal.message, /character 6 is half of a surrogate pair, which no file can hold$/);
      }
    });
  }

  Deno.test(`${name}: rows without columns come back as they were, or are refused`, async () => {
    const dataset = create(memoryStore());

    const refusal = await dataset.save([{}, {}]).then(() => undefined, (error: unknown) => error);

    if (refusal === undefined) assert.deepEqual(await dataset.load(), [{}, {}]);
    else {
      assert.ok(refusal instanceof TypeError, String(refusal));
      assert.match(refusal.message, /^Cannot save row 1 of .*: it has no columns/);
    }
  });

  Deno.test(`${name}: no rows come back as no rows`, async () => {
    const dataset = create(memoryStore());

    await dataset.save([]);

    assert.deepEqual(await dataset.load(), []);
  });

  Deno.test(`${name}: an iterable, an async iterable, and a stream save what the list saves`, async () => {
    const store = memoryStore();
    await create(store).save(ROWS);
    const wanted = await readAll(store);

    for (const value of [new Set(ROWS), later(ROWS), ReadableStream.from(ROWS)]) {
      await create(store).save(value);

      assert.deepEqual(await readAll(store), wanted);
    }
  });
}

/** What every type that streams tables keeps to. */
export function testTabularStream({ type, numbered, brokenAt, inGroups }: TabularStreamCase): void {
  const name = type.type;
  const create = (store: Store, fields: Readonly<Record<string, unknown>> = {}): Dataset =>
    fromEntry(type, { filepath: "x", ...fields }, store);
  const stream = async (store: Store) =>
    await create(store, { load_args: { stream: true } }).load() as AsyncIterable<Record<string, unknown>>;
  const given = async (rows: number, text: string): Promise<Uint8Array> => {
    const file = await numbered(rows, text);
    return typeof file === "string" ? new TextEncoder().encode(file) : file;
  };

  Deno.test(`${name}: a stream has the rows of the list, each time it is gone through`, async () => {
    const store = memoryStore();
    await create(store).save(ROWS);

    const rows = await stream(store);

    assert.deepEqual(await Array.fromAsync(rows), ROWS);
    assert.deepEqual(await Array.fromAsync(rows), ROWS);
  });

  Deno.test(`${name}: a stream of rows saves what the list saves`, async () => {
    const store = memoryStore();
    await create(store).save(ROWS);
    const wanted = await readAll(store);

    await create(store).save(await stream(store));

    assert.deepEqual(await readAll(store), wanted);
  });

  Deno.test(`${name}: a stream of a missing file fails when it is loaded`, async () => {
    await using dir = await tempDir();

    await assert.rejects(stream(localStore(dir.path)), { name: "StoreError", kind: "missing" });
  });

  Deno.test(`${name}: a stream holds the file open only while it is gone through`, async () => {
    await using dir = await tempDir();
    await localStore(dir.path).write("x", await given(100_000, "x"));

    const rows = await stream(localStore(dir.path));
    for await (const row of rows) if (row.n === 3) break;

    // The sanitizers of the test runner see a file that is left open.
    assert.ok(rows);
  });

  Deno.test(`${name}: a stream reads the old file to its end while a new one is saved`, async () => {
    await using dir = await tempDir();
    const store = localStore(dir.path);
    await store.write("x", await given(100_000, "x"));

    let last: unknown;
    for await (const { n } of await stream(store)) {
      if (n === 1) await create(store).save([{ n: -1 }]);
      last = n;
    }

    assert.equal(last, 100_000);
    assert.deepEqual(await create(store).load(), [{ n: -1 }]);
  });

  for (const row of [2, 30_000]) {
    Deno.test(
      `${name}: what is wrong in row ${row} of a list or a stream is named with its line${unless(brokenAt)}`,
      {
        ignore: "because" in brokenAt,
      },
      async () => {
        assert.ok(typeof brokenAt === "function");
        const { text, line } = brokenAt(row);
        const store = memoryStore();
        await store.write("x", new TextEncoder().encode(text));
        const wanted = { name: "DatasetError", message: new RegExp(`^Cannot read "x:${line}": `) };

        await assert.rejects(create(store).load(), wanted);
        await assert.rejects(Array.fromAsync(await stream(store)), wanted);
      },
    );
  }

  Deno.test(`${name}: a stream of 50 MB is read no further than its rows are wanted${unless(inGroups)}`, {
    ignore: inGroups !== undefined,
  }, async () => {
    const text = "x".repeat(10_000);
    const source = countedSource(await given(5_000, text));
    let rows = 0;
    let furthest = 0;

    for await (const { n } of await stream(source.store)) {
      furthest = Math.max(furthest, source.sent() - rows * text.length);
      assert.equal(n, ++rows);
    }

    assert.equal(rows, 5_000);
    assert.ok(source.sent() > 50_000_000);
    assert.ok(furthest < 2_000_000, `${furthest} bytes were read ahead`);
  });

  Deno.test(`${name}: rows are asked for no faster than they are written${unless(inGroups)}`, {
    ignore: inGroups !== undefined,
  }, async () => {
    const sink = countedSink();
    let furthest = 0;
    async function* rows() {
      for (let n = 1; n <= 200_000; n++) {
        furthest = Math.max(furthest, n * 100 - sink.received());
        yield { n, text: "x".repeat(95) };
      }
    }

    await create(sink.store).save(rows());

    assert.ok(sink.received() > 20_000_000);
    assert.ok(furthest < 1_000_000, `${furthest} bytes were waiting`);
  });
}

function unless(reason: SkipReason | ((row: number) => unknown) | undefined): string {
  return reason !== undefined && "because" in reason ? ` (not here: ${reason.because})` : "";
}

async function readAll(store: Store): Promise<Uint8Array> {
  return await new Response(await store.read("x")).bytes();
}

async function* later(rows: Rows): AsyncGenerator<Rows[number], void, undefined> {
  for (const row of rows) {
    await Promise.resolve();
    yield row;
  }
}

/** A store whose one object is sent as it is asked for; `sent()` counts from the last time it was opened. */
function countedSource(bytes: Uint8Array) {
  let sent = 0;
  const store: Store = {
    ...memoryStore(),
    read: (_key: string, { end = bytes.length }: ReadOptions = {}) => {
      sent = 0;
      return Promise.resolve(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            const chunk = bytes.slice(sent, Math.min(sent + 65_536, end));
            sent += chunk.length;
            if (chunk.length > 0) controller.enqueue(chunk);
            else controller.close();
          },
        }, { highWaterMark: 0 }),
      );
    },
  };
  return { store, sent: () => sent };
}

/** A store that counts what it is given and keeps none of it. */
function countedSink() {
  let received = 0;
  const store: Store = {
    ...memoryStore(),
    write: async (key: string, body: Body, _options?: WriteOptions) => {
      for await (const chunk of body instanceof Uint8Array ? [body] : body) received += chunk.length;
      return { key, size: received, modified: 0 };
    },
  };
  return { store, received: () => received };
}
