import assert from "node:assert/strict";
import { toBytes } from "../../lib/core/bytes.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import type { Store } from "../../lib/stores/store.ts";
import { testStore } from "../contract/store_contract.ts";
import { byteStream } from "../support/bodies.ts";
import { FAULTS, faultStore } from "../support/fault_store.ts";
import { keysOf, textOf, utf8 } from "../support/store_content.ts";
import { tempDir } from "../support/temp_dir.ts";

testStore("faultStore() without faults", () =>
  Promise.resolve({
    store: faultStore(memoryStore("test"), []),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }));

Deno.test("every store keeps the old object when a write fails, at once or after some bytes", async () => {
  await using dir = await tempDir();
  const stores: readonly Store[] = [localStore(dir.path), memoryStore()];
  for (const store of stores) {
    await store.write("key", utf8("old"));
    for (const fault of [FAULTS.fullDisk, FAULTS.readOnlyDisk, FAULTS.deniedWrite]) {
      const faulty = faultStore(store, [fault]);
      for (const key of ["key", "other", "a/b"]) {
        for (const body of [new Uint8Array(1000), byteStream([new Uint8Array(60), new Uint8Array(1000)])]) {
          const { kind, reason } = fault;
          const message = `Cannot write "${store.uri(key)}": ${reason}`;
          await assert.rejects(faulty.write(key, body), {
            name: "StoreError",
            kind,
            uri: store.uri(key),
            message,
          });
        }
      }
      assert.equal(await textOf(store, "key"), "old");
      assert.deepEqual(await keysOf(store), ["key"]);
    }
  }
  assert.deepEqual([...Deno.readDirSync(dir.path)].filter(({ isFile }) => isFile).map(({ name }) => name), [
    "key",
  ]);
});

Deno.test("faultStore() cuts a stream after some bytes", async () => {
  const store = memoryStore();
  await store.write("key", new Uint8Array(1000));

  const stream = await faultStore(store, [FAULTS.cutStream]).read("key");

  let count = 0;
  await assert.rejects(async () => {
    for await (const chunk of stream) count += chunk.length;
  }, { kind: "unavailable", message: 'Cannot read "memory:store/key": the connection was cut' });
  assert.equal(count, 100);
});

Deno.test("faultStore() lets through what the fault does not name", async () => {
  const store = memoryStore();
  const faulty = faultStore(store, [{ ...FAULTS.deniedRead, key: "a" }]);
  await faulty.write("a", utf8("a"));
  await faulty.write("b", utf8("b"));

  assert.equal(await textOf(faulty, "b"), "b");
  await assert.rejects(async () => toBytes(await faulty.read("a")), { kind: "denied" });
});
