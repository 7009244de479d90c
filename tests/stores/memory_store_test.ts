import assert from "node:assert/strict";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import { testStore } from "../contract/store_contract.ts";

testStore(
  "memoryStore()",
  () => Promise.resolve({ store: memoryStore("test"), [Symbol.asyncDispose]: () => Promise.resolve() }),
);

Deno.test("memoryStore() says that it does not outlive the process", () => {
  const { root, traits } = memoryStore("scratch");

  assert.deepEqual({ root, traits }, {
    root: "memory:scratch/",
    traits: { atomicWrite: true, persistent: false },
  });
});

Deno.test("memoryStore() takes times from the clock it is given", async () => {
  const store = memoryStore("test", { clock: { now: () => 1234, monotonic: () => 0 } });

  const { modified } = await store.write("key", new Uint8Array());

  assert.equal(modified, 1234);
});
