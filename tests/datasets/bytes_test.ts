import assert from "node:assert/strict";
import { BYTES } from "../../lib/datasets/bytes.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { fromEntry } from "../support/entry.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("bytes stream in and out piece by piece", async () => {
  await using dir = await tempDir();
  const store = localStore(dir.path);
  const data = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
  await Deno.writeFile(dir.join("a"), data);
  const streamed = fromEntry(BYTES, { filepath: "a", load_args: { stream: true } }, store);

  const chunks = await streamed.load() as AsyncIterable<Uint8Array>;
  await fromEntry(BYTES, { filepath: "b" }, store).save(chunks);

  assert.ok((await Array.fromAsync(chunks)).length > 1);
  assert.deepEqual(await Deno.readFile(dir.join("b")), data);
});

Deno.test("bytes take an ArrayBuffer, and refuse texts and lists of numbers", async () => {
  const dataset = fromEntry(BYTES, { filepath: "x" });
  await dataset.save(new Uint8Array([1, 2]).buffer);

  assert.deepEqual(await dataset.load(), new Uint8Array([1, 2]));
  await assert.rejects(dataset.save("text"), {
    name: "TypeError",
    message: 'Cannot save as bytes: wanted a Uint8Array or an iterable of them, found "text"',
  });
  await assert.rejects(dataset.save([1]), {
    message: "Cannot save a chunk as bytes: wanted a Uint8Array, found 1",
  });
});
