import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { toBytes } from "../../lib/core/bytes.ts";
import { StoreError } from "../../lib/core/errors.ts";
import type { ReadOptions, Store } from "../../lib/stores/store.ts";
import { infosOf, keysOf, namesIn, textOf, utf8 } from "../support/store_content.ts";
import { NO_KEYS } from "./no_keys.ts";
import type { StoreUnderTest } from "./store_contract.ts";

/** Check that what `open` makes is a store for reading, with the files that it is given. */
export function testReadOnlyStore(
  name: string,
  open: (files: Readonly<Record<string, string>>) => Promise<StoreUnderTest>,
): void {
  const test = (
    sentence: string,
    files: Readonly<Record<string, string>>,
    body: (store: Store) => void | Promise<void>,
  ): void => {
    Deno.test(`${name} ${sentence}`, async () => {
      await using opened = await open(files);
      await body(opened.store);
    });
  };

  const odd = Object.fromEntries(
    [
      "plain",
      "a b.txt",
      "%41%2F..%2f",
      "a+b&c=d#e!~@$(){}[]';,",
      "größe/日本/🐧",
      "...",
      "a..b/..c/d..",
      "x".repeat(120),
    ]
      .map((key) => [key, `content of ${key}`]),
  );
  test("reads the bytes of every key", odd, async (store) => {
    for (const [key, content] of Object.entries(odd)) assert.equal(await textOf(store, key), content);
    assert.deepEqual(await keysOf(store), Object.keys(odd).toSorted());
  });

  test("begins its URIs with its root", {}, (store) => {
    assert.ok(store.root.endsWith("/"), store.root);
    assert.ok(store.uri("a/b").startsWith(store.root), store.uri("a/b"));
  });

  test("knows key, size and time of what it holds", { "a/b": "four", empty: "" }, async (store) => {
    const infos = await infosOf(store);

    assert.deepEqual(infos.map(({ key, size }) => [key, size]), [["a/b", 4], ["empty", 0]]);
    assert.ok(infos.every(({ modified }) => modified === new Date(2026, 10, 24, 12).getTime()));
    assert.deepEqual(await store.stat("a/b"), infos[0]);
    assert.equal(await textOf(store, "empty"), "");
  });

  test("says that an object is missing when it is read", { "folder/a": "a" }, async (store) => {
    for (const key of ["none", "folder", "folder/b", "none/a"]) {
      const error = await store.read(key).then(() => undefined, (error: unknown) => error);

      assert.ok(error instanceof StoreError && error.kind === "missing", `${key}: ${error}`);
      assert.equal(error.uri, store.uri(key));
      assert.equal(await store.stat(key), undefined);
    }
  });

  const files = { "b": "x", "a/x": "x", "a.txt": "x", "a-b/c": "x", "a/b/c": "x", "ab": "x", "a0/z": "x" };
  test("lists by prefix, in order of keys", files, async (store) => {
    assert.deepEqual(await keysOf(store), ["a-b/c", "a.txt", "a/b/c", "a/x", "a0/z", "ab", "b"]);
    assert.deepEqual(await keysOf(store, "a/"), ["a/b/c", "a/x"]);
    assert.deepEqual(await keysOf(store, "a/b"), ["a/b/c"]);
    assert.deepEqual(await keysOf(store, "a"), ["a-b/c", "a.txt", "a/b/c", "a/x", "a0/z", "ab"]);
    for (const prefix of ["c", "a/b/c/", "none/", "/", "/a", "../", "a/../", "a//", "a\0/"]) {
      assert.deepEqual(await keysOf(store, prefix), [], prefix);
    }
  });

  test("lists what is right in a folder, and no more than it is asked for", files, async (store) => {
    assert.deepEqual(await namesIn(store, ""), ["a-b/", "a.txt", "a/", "a0/", "ab", "b"]);
    assert.deepEqual(await namesIn(store, "a/"), ["a/b/", "a/x"]);
    assert.deepEqual(await keysOf(store, "a", { limit: 2 }), ["a-b/c", "a.txt"]);
    for (const prefix of ["c/", "none/", "/", "../", "a/../", "a//", "a\0/"]) {
      assert.deepEqual(await namesIn(store, prefix), [], prefix);
    }
  });

  test("refuses what is no key, whatever is asked of it", {}, async (store) => {
    for (const key of NO_KEYS) {
      const wrong = { name: "TypeError", message: /^Cannot use key ".*": it must not / };
      assert.throws(() => store.uri(key), wrong);
      await assert.rejects(() => store.write(key, utf8("x")), wrong);
      await assert.rejects(() => store.read(key), wrong);
      await assert.rejects(() => store.stat(key), wrong);
      await assert.rejects(() => store.delete(key), wrong);
    }
  });

  test("reads ranges, and of them only what there is", { digits: "0123456789" }, async (store) => {
    const cases: readonly (readonly [ReadOptions, string])[] = [
      [{ start: 3 }, "3456789"],
      [{ end: 3 }, "012"],
      [{ start: 3, end: 5 }, "34"],
      [{ start: 3, end: 3 }, ""],
      [{ start: 0, end: 0 }, ""],
      [{ start: 8, end: 99 }, "89"],
      [{ start: 99 }, ""],
    ];

    for (const [range, expected] of cases) {
      assert.equal(await textOf(store, "digits", range), expected, JSON.stringify(range));
    }
    for (const range of [{ start: -1 }, { end: -1 }, { start: 4, end: 3 }, { start: 0.5 }, { end: NaN }]) {
      await assert.rejects(() => store.read("digits", range), RangeError, JSON.stringify(range));
    }
  });

  test("checks what is read", { digits: "0123456789" }, async (store) => {
    const sha256 = createHash("sha256").update("34").digest("hex");
    const { etag } = await store.stat("digits") ?? {};

    assert.equal(await textOf(store, "digits", { start: 3, end: 5, sha256 }), "34");
    await assert.rejects(() => textOf(store, "digits", { sha256 }), (error) => {
      assert.ok(error instanceof StoreError);
      assert.deepEqual([error.kind, error.uri], ["corrupt", store.uri("digits")]);
      return true;
    });
    if (etag !== undefined) assert.equal(await textOf(store, "digits", { ifMatch: etag }), "0123456789");
    await assert.rejects(() => textOf(store, "digits", { ifMatch: "other" }), (error) => {
      assert.ok(error instanceof StoreError);
      assert.deepEqual([error.kind, error.uri], ["conflict", store.uri("digits")]);
      return true;
    });
  });

  test("stops a read, and lets go of a stream that is cancelled", { key: "x".repeat(3e6) }, async (store) => {
    const controller = new AbortController();
    const reason = new Error("Enough");

    const stream = await store.read("key", { signal: controller.signal });
    controller.abort(reason);

    await assert.rejects(() => toBytes(stream), reason);
    await (await store.read("key")).cancel();
  });

  test("cannot be written to", { a: "old" }, async (store) => {
    const acts = [
      () => store.write("a", utf8("new")),
      () => store.delete("a"),
      () => store.copy("a", "a"),
    ];
    for (const act of acts) {
      await assert.rejects(act, (error) => {
        assert.ok(error instanceof StoreError);
        assert.deepEqual([error.kind, error.uri], ["denied", store.uri("a")]);
        assert.match(error.message, /is for reading only$/);
        return true;
      });
    }
    assert.equal(await textOf(store, "a"), "old");
  });
}
