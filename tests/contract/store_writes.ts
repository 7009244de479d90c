import assert from "node:assert/strict";
import { toBytes } from "../../lib/core/bytes.ts";
import { StoreError } from "../../lib/core/errors.ts";
import { brokenBody, byteStream, stalledBody } from "../support/bodies.ts";
import { keysOf, textOf, utf8 } from "../support/store_content.ts";
import type { StoreTest } from "./store_contract.ts";

/** Check that a write that does not succeed changes nothing. */
export function testWrites(test: StoreTest): void {
  test("creates objects without bytes", async (store) => {
    await store.write("bytes", utf8(""), { ifAbsent: true });
    await store.write("stream", byteStream([]), { ifAbsent: true });

    assert.deepEqual([await textOf(store, "bytes"), await textOf(store, "stream")], ["", ""]);
  });

  test("does not create what exists", async (store) => {
    await store.write("key", utf8("old"), { ifAbsent: true });

    const error = await store.write("key", utf8("new"), { ifAbsent: true }).catch((error: unknown) => error);

    assert.ok(error instanceof StoreError);
    assert.deepEqual([error.kind, error.uri], ["conflict", store.uri("key")]);
    assert.match(error.message, /^Cannot create ".*key": it exists already$/);
    assert.equal(await textOf(store, "key"), "old");
  });

  test("lets one of many win that create the same object", async (store) => {
    const writers = Array.from({ length: 20 }, (_, index) => {
      const body = byteStream([utf8(`writer ${index}`), utf8(" was here")]);
      return store.write("folder/key", body, { ifAbsent: true }).then(() => index);
    });

    const results = await Promise.allSettled(writers);

    const winners = results.filter((result) => result.status === "fulfilled").map(({ value }) => value);
    assert.equal(winners.length, 1);
    assert.equal(await textOf(store, "folder/key"), `writer ${winners[0]} was here`);
    for (const result of results) {
      if (result.status === "rejected") assert.equal(result.reason.kind, "conflict", result.reason.message);
    }
    assert.equal((await keysOf(store)).length, 1);
  });

  test("keeps the old object when the new bytes fail to come", async (store) => {
    await store.write("key", utf8("old"));
    const failure = new Deno.errors.NotFound("The source is gone");

    for (const key of ["key", "other"]) {
      const body = brokenBody({ after: 100_000, error: failure });
      const error = await store.write(key, body).then(() => undefined, (error: unknown) => error);

      assert.equal(error, failure);
    }

    assert.equal(await textOf(store, "key"), "old");
    assert.deepEqual(await keysOf(store), ["key"]);
  });

  test("keeps the old object when a write is stopped", async (store) => {
    await store.write("key", utf8("old"));
    const reason = new Error("Enough");

    for (const key of ["key", "other"]) {
      const controller = new AbortController();
      const body = stalledBody({ after: 100_000, onStall: () => controller.abort(reason) });
      const error = await store.write(key, body.stream, { signal: controller.signal })
        .then(() => undefined, (error: unknown) => error);

      assert.equal(error, reason);
      assert.ok(body.isCancelled());
    }

    assert.equal(await textOf(store, "key"), "old");
    assert.deepEqual(await keysOf(store), ["key"]);
  });

  test("does nothing when it was stopped before", async (store) => {
    await store.write("key", utf8("old"));
    const reason = new Error("Enough");
    const signal = AbortSignal.abort(reason);

    await assert.rejects(() => store.write("key", utf8("new"), { signal }), reason);
    await assert.rejects(async () => await toBytes(await store.read("key", { signal })), reason);

    assert.equal(await textOf(store, "key"), "old");
  });

  test("cancels the bytes of a write that fails", async (store) => {
    await store.write("key", utf8("old"));
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (isCancelled = true) });
    const signal = AbortSignal.abort();

    await assert.rejects(() => store.write("key", body, { signal }));

    assert.ok(isCancelled);
  });

  test("shows readers the old object or the new one", async (store) => {
    // Every version is one letter all over, and of a length of its own.
    const version = (index: number) => utf8("abcdefghij".charAt(index % 10).repeat(200_000 + 1000 * index));
    await store.write("key", version(0));
    const opened = await store.read("key");

    const writing = (async () => {
      for (let index = 1; index <= 10; index++) await store.write("key", version(index));
    })();
    let isDone = false;
    void writing.finally(() => isDone = true);
    while (!isDone) {
      const content = await textOf(store, "key");
      assert.equal(content, content.charAt(0).repeat(content.length));
      assert.equal(content.charAt(0), "abcdefghij".charAt((content.length - 200_000) / 1000 % 10));
    }
    await writing;

    assert.equal(new TextDecoder().decode(await toBytes(opened)), "a".repeat(200_000));
  });
}
