import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { memoryStore } from "../../../lib/stores/memory_store.ts";
import { digestObject } from "../../../lib/tracking/lineage/digest_object.ts";

Deno.test.each([0, 5, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1])(
  "digestObject() is the beginning of the SHA-256 of %s bytes, in one piece or as a stream",
  async (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251);
    const store = memoryStore();
    await store.write("data.bin", bytes);

    const found = await digestObject({ store, key: "data.bin" });

    const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
    assert.deepEqual(found, { digest, bytes: size });
  },
);

Deno.test("digestObject() knows nothing of what is not there", async () => {
  assert.equal(await digestObject({ store: memoryStore(), key: "data.bin" }), undefined);
});
