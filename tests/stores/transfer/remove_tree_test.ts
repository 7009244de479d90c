import assert from "node:assert/strict";
import { localStore } from "../../../lib/stores/local_store.ts";
import { memoryStore } from "../../../lib/stores/memory_store.ts";
import { findLeftovers, removeLeftovers } from "../../../lib/stores/transfer/remove_leftovers.ts";
import { removeTree } from "../../../lib/stores/transfer/remove_tree.ts";
import type { TransferEvent } from "../../../lib/stores/transfer/transfer.ts";
import { keysOf, utf8 } from "../../support/store_content.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("removeTree() removes the objects of a folder, and no others", async () => {
  const store = memoryStore();
  for (const key of ["a/x", "a/b/y", "ab", "b"]) await store.write(key, utf8("four"));
  const events: TransferEvent[] = [];

  const report = await removeTree({ store, prefix: "a/" }, { onEvent: (event) => events.push(event) });

  assert.deepEqual(report, { objects: 2, bytes: 8 });
  assert.deepEqual(await keysOf(store), ["ab", "b"]);
  assert.deepEqual(events.map(({ kind }) => kind), ["listed", "done", "done"]);
});

Deno.test("removeTree() stops when it is told to", async () => {
  const store = memoryStore();
  for (const key of ["a", "b", "c"]) await store.write(key, utf8("x"));
  const controller = new AbortController();
  const reason = new Error("Enough");

  const removing = removeTree({ store, prefix: "" }, {
    concurrency: 1,
    signal: controller.signal,
    onEvent: ({ kind }) => kind === "done" && controller.abort(reason),
  });

  await assert.rejects(removing, reason);
  assert.deepEqual(await keysOf(store), ["b", "c"]);
});

Deno.test("removeLeftovers() removes what was begun before, and tells what it was", async () => {
  await using dir = await tempDir();
  const name = ".kedge-write-0123456789abcdef";
  await dir.write({ [name]: "12345", [`data/${name}`]: "1", "data/key": "stays" });
  const store = localStore(dir.path);

  const old = await findLeftovers({ store, prefix: "" }, { before: 0 });
  const below = await findLeftovers({ store, prefix: "data/" });
  const removed = await removeLeftovers({ store, prefix: "" }, { before: Date.now() + 60_000 });

  assert.deepEqual(old, []);
  assert.deepEqual(below.map(({ key }) => key), [`data/${name}`]);
  assert.deepEqual(removed.map(({ key, size }) => [key, size]), [[name, 5], [`data/${name}`, 1]]);
  assert.deepEqual(await findLeftovers({ store, prefix: "" }), []);
  assert.deepEqual(await keysOf(store), ["data/key"]);
});

Deno.test("findLeftovers() finds none where writes leave none", async () => {
  assert.deepEqual(await findLeftovers({ store: memoryStore(), prefix: "" }), []);
});
