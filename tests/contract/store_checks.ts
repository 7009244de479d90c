import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { toBytes } from "../../lib/core/bytes.ts";
import { StoreError } from "../../lib/core/errors.ts";
import { byteStream } from "../support/bodies.ts";
import { keysOf, textOf, utf8 } from "../support/store_content.ts";
import type { StoreTest } from "./store_contract.ts";

/** Check that what is read or written is what it should be. */
export function testChecks(test: StoreTest): void {
  test("tells objects apart by their etag", async (store) => {
    const first = await store.write("key", utf8("first"));
    const second = await store.write("key", utf8("other"));

    assert.notEqual(first.etag, undefined);
    assert.notEqual(second.etag, first.etag);
    assert.equal((await store.stat("key"))?.etag, second.etag);
  });

  test("does not read an object that has changed since it was looked at", async (store) => {
    const { etag } = await store.write("key", utf8("first"));
    assert.equal(await textOf(store, "key", { ifMatch: etag }), "first");
    assert.equal(await textOf(store, "key", { ifMatch: etag, start: 1, end: 3 }), "ir");

    await store.write("key", utf8("other"));

    for (const range of [{}, { start: 1, end: 3 }, { start: 1 }]) {
      await assert.rejects(() => textOf(store, "key", { ifMatch: etag, ...range }), (error) => {
        assert.ok(error instanceof StoreError, String(error));
        assert.deepEqual([error.kind, error.uri], ["conflict", store.uri("key")]);
        assert.match(error.message, /^Cannot read ".*key": it has changed since it was looked at/);
        return true;
      });
    }
  });

  test("checks the SHA-256 of what is read", async (store) => {
    await store.write("key", utf8("0123456789"));

    assert.equal(await textOf(store, "key", { sha256: sha256("0123456789") }), "0123456789");
    assert.equal(await textOf(store, "key", { sha256: sha256("34"), start: 3, end: 5 }), "34");
    const wrong = async () => await toBytes(await store.read("key", { sha256: sha256("else") }));
    await assert.rejects(wrong, isCorrupt(store.uri("key"), /^Cannot read ".*": its SHA-256 must be /));
  });

  test("keeps the old object when the new bytes have another SHA-256", async (store) => {
    await store.write("key", utf8("old"), { sha256: sha256("old").toUpperCase() });

    for (const key of ["key", "other"]) {
      for (const body of [utf8("new"), byteStream([utf8("ne"), utf8("w")])]) {
        const write = () => store.write(key, body, { sha256: sha256("else") });
        await assert.rejects(write, isCorrupt(store.uri(key), /^Cannot write ".*": its SHA-256 must be /));
      }
    }

    assert.equal(await textOf(store, "key"), "old");
    assert.deepEqual(await keysOf(store), ["key"]);
    await store.write("key", byteStream([utf8("ne"), utf8("w")]), { sha256: sha256("new") });
    assert.equal(await textOf(store, "key"), "new");
  });

  test("refuses what is no SHA-256", async (store) => {
    await assert.rejects(() => store.write("key", utf8("x"), { sha256: "abc" }), RangeError);
    assert.deepEqual(await keysOf(store), []);
  });

  test("copies an object over another", async (store) => {
    const odd = "größe/a b%41+🐧";
    await store.write(odd, utf8("new"));
    await store.write("to/key", utf8("much longer than the new one"));

    const info = await store.copy(odd, "to/key");

    assert.deepEqual([info.key, info.size], ["to/key", 3]);
    assert.equal((await store.stat("to/key"))?.etag, info.etag);
    assert.equal(await textOf(store, "to/key"), "new");
    assert.equal(await textOf(store, odd), "new");
  });

  test("copies nothing where nothing is, and to no place outside", async (store) => {
    await store.write("old", utf8("old"));

    await assert.rejects(() => store.copy("none", "old"), (error) => {
      assert.ok(error instanceof StoreError && error.kind === "missing", String(error));
      assert.equal(error.uri, store.uri("none"));
      return true;
    });
    await assert.rejects(() => store.copy("old", "../out"), /^TypeError: Cannot use key/);
    await assert.rejects(() => store.copy("../out", "old"), /^TypeError: Cannot use key/);

    assert.equal(await textOf(store, "old"), "old");
    assert.deepEqual(await keysOf(store), ["old"]);
  });
}

/** SHA-256 of a text. */
function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function isCorrupt(uri: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof StoreError, String(error));
    assert.deepEqual([error.kind, error.uri], ["corrupt", uri]);
    assert.match(error.message, message);
    return true;
  };
}
