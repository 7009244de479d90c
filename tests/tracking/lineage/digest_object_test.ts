import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { localStore } from "../../../lib/stores/local_store.ts";
import { memoryStore } from "../../../lib/stores/memory_store.ts";
import type { Store } from "../../../lib/stores/store.ts";
import { digestObject } from "../../../lib/tracking/lineage/digest_object.ts";
import { tempDir } from "../../support/temp_dir.ts";

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

Deno.test("digestObject() reads samples of a very large file, from its first byte to its last", async () => {
  await using dir = await tempDir();
  const size = 300 * 1024 * 1024;
  const digestWith = async (byte: number, at: number): Promise<string | undefined> => {
    {
      // Full of holes, so that it takes no room.
      using file = await Deno.open(dir.join("large"), { write: true, create: true, truncate: true });
      await file.truncate(size);
      await file.seek(at, Deno.SeekMode.Start);
      await file.write(Uint8Array.of(byte));
    }
    return (await digestObject({ store: localStore(dir.path), key: "large" }))?.digest;
  };

  const zeros = await digestWith(0, 0);

  assert.match(zeros ?? "", /^s[0-9a-f]{31}$/);
  assert.notEqual(await digestWith(1, 0), zeros);
  assert.notEqual(await digestWith(1, size - 1), zeros);
  assert.equal(await digestWith(0, size - 1), zeros);
});

Deno.test("digestObject() does not fetch what is on another machine", async () => {
  const memory = memoryStore();
  await memory.write("a.txt", new TextEncoder().encode("abc"));
  const remote: Store = {
    ...memory,
    uri: (key) => `s3://bucket/${key}`,
    read: () => Promise.reject(new Error("fetched")),
  };

  const first = await digestObject({ store: remote, key: "a.txt" });

  assert.match(first?.digest ?? "", /^m[0-9a-f]{31}$/);
  assert.deepEqual(await digestObject({ store: remote, key: "a.txt" }), first);
  await memory.write("a.txt", new TextEncoder().encode("abcd"));
  assert.notEqual((await digestObject({ store: remote, key: "a.txt" }))?.digest, first?.digest);
});

Deno.test("digestObject() knows bytes on another machine by the SHA-256 that their store tells", async () => {
  const memory = memoryStore();
  await memory.write("a.txt", new TextEncoder().encode("abc"));
  const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  const remote: Store = {
    ...memory,
    uri: (key) => `s3://bucket/${key}`,
    stat: (key) => Promise.resolve({ key, size: 3, modified: 0, sha256 }),
    read: () => Promise.reject(new Error("fetched")),
  };

  const there = await digestObject({ store: remote, key: "a.txt" });

  assert.deepEqual(there, { digest: sha256.slice(0, 32), bytes: 3 });
  assert.deepEqual(await digestObject({ store: memory, key: "a.txt" }), there);
});
