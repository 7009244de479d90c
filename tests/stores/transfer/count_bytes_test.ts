import assert from "node:assert/strict";
import { countBytes } from "../../../lib/stores/transfer/count_bytes.ts";
import { toBytes } from "../../../lib/core/bytes.ts";
import { localStore } from "../../../lib/stores/local_store.ts";
import { brokenBody, byteStream } from "../../support/bodies.ts";
import { utf8 } from "../../support/store_content.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("countBytes() counts what passes, in files and in streams of chunks", async () => {
  await using dir = await tempDir();
  await dir.write({ file: "x".repeat(700_000) });
  const sources = [
    await localStore(dir.path).read("file"),
    byteStream(Array.from({ length: 7 }, () => utf8("x".repeat(100_000)))),
  ];

  for (const source of sources) {
    let counted = 0;
    const bytes = await toBytes(countBytes(source, (count) => counted += count));
    assert.deepEqual([bytes.length, counted], [700_000, 700_000]);
    assert.ok(bytes.every((byte) => byte === 0x78));
  }
});

Deno.test("countBytes() reads a file into the memory that it is given, so that none is made for each chunk", async () => {
  await using dir = await tempDir();
  await dir.write({ file: "0123456789" });
  let counted = 0;

  const reader = countBytes(await localStore(dir.path).read("file"), (count) => counted += count)
    .getReader({ mode: "byob" });
  const { value } = await reader.read(new Uint8Array(new ArrayBuffer(16), 4));
  const memory = value?.buffer ?? new ArrayBuffer();
  assert.deepEqual([value?.byteOffset, memory.byteLength], [4, 16]);
  assert.equal(new TextDecoder().decode(value), "0123456789");
  const { done, value: end } = await reader.read(new Uint8Array(memory, 14));

  assert.deepEqual([done, end?.length, end?.buffer.byteLength, counted], [true, 0, 16, 10]);
});

Deno.test("countBytes() fails as its stream does, and lets go of it when it is cancelled", async () => {
  await using dir = await tempDir();
  await dir.write({ file: "x".repeat(700_000) });
  const error = new Error("The source is gone");

  await assert.rejects(() => toBytes(countBytes(brokenBody({ after: 10, error }), () => {})), error);
  // The sanitizers of the test find a file that stays open.
  const stream = countBytes(await localStore(dir.path).read("file"), () => {});
  await stream.cancel();
  const controller = new AbortController();
  const read = await localStore(dir.path).read("file", { signal: controller.signal });
  controller.abort(error);
  await assert.rejects(() => toBytes(countBytes(read, () => {})), error);
});

Deno.test("countBytes() lets go of its stream when it cannot tell what has passed", async () => {
  await using dir = await tempDir();
  await dir.write({ file: "x".repeat(700_000) });
  const error = new Error("The terminal is gone");
  const tell = (): void => {
    throw error;
  };

  // The sanitizers of the test find a file that stays open.
  await assert.rejects(async () => toBytes(countBytes(await localStore(dir.path).read("file"), tell)), error);
  const { promise: reason, resolve } = Promise.withResolvers<unknown>();
  const chunks = new ReadableStream({ pull: (controller) => controller.enqueue(utf8("x")), cancel: resolve });
  await assert.rejects(() => toBytes(countBytes(chunks, tell)), error);

  assert.equal(await reason, error);
});
