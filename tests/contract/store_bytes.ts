import assert from "node:assert/strict";
import { toBytes } from "../../lib/core/bytes.ts";
import { StoreError } from "../../lib/core/errors.ts";
import type { ReadOptions } from "../../lib/stores/store.ts";
import { byteStream } from "../support/bodies.ts";
import { infosOf, textOf, utf8 } from "../support/store_content.ts";
import type { StoreTest } from "./store_contract.ts";

/** Check that bytes come back as they went in, whole or in part. */
export function testBytes(test: StoreTest): void {
  test("reads the bytes that were written", async (store) => {
    await store.write("a/b.txt", utf8("hello"));

    assert.equal(await textOf(store, "a/b.txt"), "hello");
  });

  test("keeps an object without bytes", async (store) => {
    const info = await store.write("empty", new Uint8Array());

    assert.equal(info.size, 0);
    assert.equal(await textOf(store, "empty"), "");
  });

  test("writes and reads streams longer than a chunk", async (store) => {
    const chunk = crypto.getRandomValues(new Uint8Array(50_001));
    const chunks = Array.from({ length: 20 }, () => chunk);

    const { size } = await store.write("long", byteStream(chunks));

    assert.equal(size, 20 * chunk.length);
    assert.deepEqual(await toBytes(await store.read("long")), await toBytes(byteStream(chunks)));
  });

  test("replaces an object by a longer and by a shorter one", async (store) => {
    for (const content of ["middle", "much longer than before", "short", ""]) {
      await store.write("key", utf8(content));

      assert.equal(await textOf(store, "key"), content);
    }
  });

  test("knows key, size and time of what it holds", async (store) => {
    const before = Date.now();

    const written = await store.write("a/b", utf8("four"));

    const { key, size, modified } = written;
    assert.deepEqual({ key, size }, { key: "a/b", size: 4 });
    // Disks count in steps of up to two seconds.
    assert.ok(Number.isInteger(modified) && modified > before - 2500 && modified <= Date.now() + 2500);
    const [listed] = await infosOf(store);
    const found = await store.stat("a/b");
    for (const info of [found, listed]) {
      assert.deepEqual([info?.key, info?.size, info?.etag], [key, size, written.etag]);
      // Not every store answers a write with the time of it.
      assert.ok(Math.abs((info?.modified ?? 0) - modified) <= 2000, `${info?.modified}, ${modified}`);
    }
    assert.equal(found?.modified, listed?.modified);
  });

  test("says that an object is missing when it is read", async (store) => {
    await store.write("folder/a", utf8("a"));

    for (const key of ["none", "folder", "folder/b", "none/a"]) {
      const error = await store.read(key).then(() => undefined, (error: unknown) => error);

      assert.ok(error instanceof StoreError, `${key}: ${error}`);
      assert.ok(error.kind === "missing" || (key === "folder" && error.kind === "conflict"), error.message);
      assert.equal(error.uri, store.uri(key));
      assert.equal(await store.stat(key), undefined);
    }
  });

  test("reads ranges, and of them only what there is", async (store) => {
    await store.write("digits", utf8("0123456789"));
    const cases: readonly (readonly [ReadOptions, string])[] = [
      [{ start: 3 }, "3456789"],
      [{ end: 3 }, "012"],
      [{ start: 3, end: 5 }, "34"],
      [{ start: 3, end: 3 }, ""],
      [{ start: 0, end: 0 }, ""],
      [{ start: 8, end: 99 }, "89"],
      [{ start: 99 }, ""],
      [{ start: 99, end: 100 }, ""],
    ];

    for (const [range, expected] of cases) {
      assert.equal(await textOf(store, "digits", range), expected, JSON.stringify(range));
    }
  });

  test("refuses what is no range", async (store) => {
    await store.write("digits", utf8("0123456789"));

    for (const range of [{ start: -1 }, { end: -1 }, { start: 4, end: 3 }, { start: 0.5 }, { end: NaN }]) {
      await assert.rejects(() => store.read("digits", range), RangeError, JSON.stringify(range));
    }
  });

  test("stops a read", async (store) => {
    await store.write("key", new Uint8Array(3_000_000));
    const controller = new AbortController();
    const reason = new Error("Enough");

    const stream = await store.read("key", { signal: controller.signal });
    controller.abort(reason);

    await assert.rejects(() => toBytes(stream), reason);
  });

  test("lets go of a stream that is cancelled", async (store) => {
    await store.write("key", new Uint8Array(3_000_000));

    await (await store.read("key")).cancel();
    for await (const chunk of await store.read("key")) {
      assert.ok(chunk.length > 0);
      break;
    }

    // The sanitizers of the test find a file that stays open.
    await store.write("key", utf8("new"));
    assert.equal(await textOf(store, "key"), "new");
  });

  test("keeps what it holds when the caller changes the bytes afterwards", async (store) => {
    const bytes = utf8("old");

    await store.write("key", bytes);
    bytes.fill(0);
    for await (const chunk of await store.read("key")) chunk.fill(0);

    assert.equal(await textOf(store, "key"), "old");
  });
}
