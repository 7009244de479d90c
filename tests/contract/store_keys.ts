import assert from "node:assert/strict";
import { listFolder } from "../../lib/stores/transfer/list_folder.ts";
import { keysOf, namesIn, textOf, utf8 } from "../support/store_content.ts";
import { NO_KEYS } from "./no_keys.ts";
import type { StoreTest } from "./store_contract.ts";

/** Check that keys name objects, and nothing outside of the store. */
export function testKeys(test: StoreTest): void {
  test("takes keys as they are", async (store) => {
    const keys = [
      "plain",
      ".hidden",
      "a b.txt",
      "%41%2F..%2f",
      "a+b&c=d#e!~@$(){}[]';,",
      "größe/日本/🐧",
      "...",
      "a..b/..c/d..",
      "-rf",
      "x".repeat(200),
    ].filter((key) => Deno.build.os !== "windows" || !key.endsWith("."));

    for (const key of keys) await store.write(key, utf8(`content of ${key}`));

    for (const key of keys) assert.equal(await textOf(store, key), `content of ${key}`);
    assert.deepEqual(await keysOf(store), keys.toSorted());
    assert.equal(new Set(keys.map((key) => store.uri(key))).size, keys.length);
  });

  test("refuses what is no key, whatever is asked of it", async (store) => {
    for (const key of NO_KEYS) {
      const wrong = { name: "TypeError", message: /^Cannot use key ".*": it must not / };
      assert.throws(() => store.uri(key), wrong);
      await assert.rejects(() => store.write(key, utf8("x")), wrong);
      await assert.rejects(() => store.read(key), wrong);
      await assert.rejects(() => store.stat(key), wrong);
      await assert.rejects(() => store.delete(key), wrong);
    }

    assert.deepEqual(await keysOf(store), []);
  });

  test("begins its URIs with its root", (store) => {
    assert.ok(store.root.endsWith("/"), store.root);
    assert.ok(store.uri("a/b").startsWith(store.root), store.uri("a/b"));
  });

  test("lists by prefix, in order of keys", async (store) => {
    const keys = ["b", "a/x", "a.txt", "a-b/c", "a/b/c", "ab", "a0/z"];
    for (const key of keys) await store.write(key, utf8("x"));

    assert.deepEqual(await keysOf(store), ["a-b/c", "a.txt", "a/b/c", "a/x", "a0/z", "ab", "b"]);
    assert.deepEqual(await keysOf(store, "a/"), ["a/b/c", "a/x"]);
    assert.deepEqual(await keysOf(store, "a/b"), ["a/b/c"]);
    assert.deepEqual(await keysOf(store, "a"), ["a-b/c", "a.txt", "a/b/c", "a/x", "a0/z", "ab"]);
    assert.deepEqual(await keysOf(store, "a.txt"), ["a.txt"]);
    for (const prefix of ["c", "a/b/c/", "a.txt/", "none/", "/", "/a", "../", "a/../", "a//", "a\0/"]) {
      assert.deepEqual(await keysOf(store, prefix), [], prefix);
    }
  });

  test("lists no more than it is asked for", async (store) => {
    for (const key of ["a/x", "a/y", "b", "c/z"]) await store.write(key, utf8("x"));

    assert.deepEqual(await keysOf(store, "", { limit: 2 }), ["a/x", "a/y"]);
    assert.deepEqual(await keysOf(store, "b", { limit: 2 }), ["b"]);
    assert.deepEqual(await keysOf(store, "", { limit: 0 }), []);
    assert.deepEqual(await keysOf(store, "none/", { limit: 1 }), []);
  });

  test("lists what is right in a folder, and folders by name", async (store) => {
    const keys = ["b", "a/x", "a/y", "a.txt", "a-b/c/d", "a/b/c", "a/b.txt", "größe/日本 +%41/🐧"];
    for (const key of keys) await store.write(key, utf8("four"));

    assert.deepEqual(await namesIn(store, ""), ["a-b/", "a.txt", "a/", "b", "größe/"]);
    assert.deepEqual(await namesIn(store, "a/"), ["a/b.txt", "a/b/", "a/x", "a/y"]);
    assert.deepEqual(await namesIn(store, "a-b/"), ["a-b/c/"]);
    assert.deepEqual(await namesIn(store, "größe/"), ["größe/日本 +%41/"]);
    assert.deepEqual(await namesIn(store, "größe/日本 +%41/"), ["größe/日本 +%41/🐧"]);
    for (const prefix of ["c/", "b/", "a/x/", "/", "../", "a/../", "a//", "a\0/"]) {
      assert.deepEqual(await namesIn(store, prefix), [], prefix);
    }
    const [entry] = await Array.fromAsync(listFolder({ store, prefix: "a/" }));
    const { modified: _, ...known } = entry?.kind === "object" ? entry.info : {};
    const { modified: __, sha256: ___, ...stat } = await store.stat("a/b.txt") ?? {};
    assert.deepEqual(known, stat);
  });

  test("lists nothing while it is empty", async (store) => {
    assert.deepEqual(await keysOf(store), []);
  });

  test("deletes an object and nothing else", async (store) => {
    for (const key of ["a/x", "a/y", "b"]) await store.write(key, utf8("x"));

    for (const key of ["a/x", "a", "none", "b/c"]) await store.delete(key);

    assert.deepEqual(await keysOf(store), ["a/y", "b"]);
    assert.equal(await store.stat("a/x"), undefined);
  });
}
