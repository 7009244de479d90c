import assert from "node:assert/strict";
import { lazyStore } from "../../lib/stores/lazy_store.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import { testStore } from "../contract/store_contract.ts";
import { byteStream } from "../support/bodies.ts";

testStore("lazyStore()", () => {
  const { root, traits, uri } = memoryStore("test");
  const store = lazyStore({
    root,
    traits,
    uri,
    hasLeftovers: false,
    open: () => Promise.resolve(memoryStore("test")),
  });
  return Promise.resolve({ store, [Symbol.asyncDispose]: () => Promise.resolve() });
});

Deno.test("lazyStore() opens its store by its first use, once", async () => {
  let opened = 0;
  const { root, traits, uri } = memoryStore("test");
  const open = () => Promise.resolve((opened++, memoryStore("test")));
  const store = lazyStore({ root, traits, uri, hasLeftovers: false, open });

  assert.deepEqual([store.root, store.uri("a"), opened], ["memory:test/", "memory:test/a", 0]);
  await Promise.all([store.stat("a"), store.write("b", new Uint8Array(1)), Array.fromAsync(store.list())]);

  assert.equal(opened, 1);
});

Deno.test("lazyStore() tries again to open what could not be opened, and lets go of bytes", async () => {
  let isBroken = true;
  const { root, traits, uri } = memoryStore("test");
  const open = () =>
    isBroken ? Promise.reject(new Error("No network")) : Promise.resolve(memoryStore("test"));
  const store = lazyStore({ root, traits, uri, hasLeftovers: true, open });
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({ cancel: () => void (isCancelled = true) });

  await assert.rejects(store.write("a", body), /No network/);
  assert.ok(isCancelled);
  isBroken = false;
  await store.write("a", byteStream([new Uint8Array(2)]));

  assert.equal((await store.stat("a"))?.size, 2);
  assert.deepEqual(await Array.fromAsync(store.leftovers?.list() ?? []), []);
});
