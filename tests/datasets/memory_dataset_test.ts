import assert from "node:assert/strict";
import { MEMORY } from "../../lib/datasets/memory.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";
import { fromEntry, problemsOf } from "../support/entry.ts";

class Point {
  readonly x = { y: 1 };
}

Deno.test("memoryDataset() copies plain data all the way down, in and out", async () => {
  const value = { list: [{ date: new Date(0) }], map: new Map([["a", { b: 1 }]]), set: new Set([1]) };
  const dataset = memoryDataset(value);

  const loaded = await dataset.load();
  loaded.list[0]!.date.setTime(5);
  loaded.map.get("a")!.b = 2;
  value.set.add(2);

  assert.deepEqual(await dataset.load(), {
    list: [{ date: new Date(0) }],
    map: new Map([["a", { b: 1 }]]),
    set: new Set([1]),
  });
});

Deno.test("memoryDataset() hands on what a copy would damage: class instances, functions, streams", async () => {
  const value = { point: new Point(), call: () => 1, stream: ReadableStream.from([1]) };

  const loaded = await memoryDataset(value).load();

  assert.notEqual(loaded, value);
  assert.equal(loaded.point, value.point);
  assert.equal(loaded.call, value.call);
  assert.equal(loaded.stream, value.stream);
  await value.stream.cancel();
});

Deno.test("memoryDataset() copies values that contain themselves, and keeps what is shared shared", async () => {
  const shared = { x: 1 };
  const value: Record<string, unknown> = { a: shared, b: shared };
  value.self = value;

  const loaded = await memoryDataset(value).load();

  assert.equal(loaded.self, loaded);
  assert.equal(loaded.a, loaded.b);
  assert.notEqual(loaded.a, shared);
});

Deno.test("memoryDataset() keeps a key of the name __proto__, and views into buffers", async () => {
  const value = {
    parsed: JSON.parse('{"__proto__": {"x": 1}}'),
    bytes: new Uint8Array([1, 2, 3]).subarray(1),
  };

  const loaded = await memoryDataset(value).load();

  assert.deepEqual(Object.keys(loaded.parsed), ["__proto__"]);
  assert.deepEqual(loaded.bytes, new Uint8Array([2, 3]));
  assert.notEqual(loaded.bytes.buffer, value.bytes.buffer);
});

Deno.test("memoryDataset() copies the outermost value with copy, and nothing with assign", async () => {
  const value = [{ x: 1 }];

  const copied = await memoryDataset(value, { copyMode: "copy" }).load();
  const assigned = await memoryDataset(value, { copyMode: "assign" }).load();

  assert.notEqual(copied, value);
  assert.equal(copied[0], value[0]);
  assert.equal(assigned, value);
});

Deno.test("memoryDataset() fails to load before anything was saved, and after release()", async () => {
  const dataset = memoryDataset<number>();

  await assert.rejects(dataset.load(), { message: "No data has been saved to it yet" });
  await dataset.save(0);
  assert.equal(await dataset.load(), 0);
  dataset.release?.();
  assert.equal(await dataset.exists(), false);
});

Deno.test("memory takes its data and copy_mode from an entry, and knows no other mode", async () => {
  assert.deepEqual(await fromEntry(MEMORY, { data: [1] }).load(), [1]);
  assert.deepEqual(problemsOf(MEMORY, { copy_mode: "deepcopi" }), [
    'copy_mode must be "deepcopy", "copy" or "assign": it is "deepcopi" (deepcopy?)',
  ]);
});
