import assert from "node:assert/strict";
import { httpStore } from "../../../lib/stores/http_store.ts";
import { localStore } from "../../../lib/stores/local_store.ts";
import { memoryStore } from "../../../lib/stores/memory_store.ts";
import type { Store } from "../../../lib/stores/store.ts";
import { copyObject, copyTree } from "../../../lib/stores/transfer/copy_tree.ts";
import type { TransferEvent } from "../../../lib/stores/transfer/transfer.ts";
import { FAULTS, faultStore } from "../../support/fault_store.ts";
import { serveIndex } from "../../support/index_server.ts";
import { keysOf, textOf, utf8 } from "../../support/store_content.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("copyTree() copies a folder from one store to another, keys below it kept", async () => {
  await using dir = await tempDir();
  const [from, to] = [memoryStore("from"), localStore(dir.path)];
  await fill(from, {
    "raw/a.txt": "a",
    "raw/b/c d.txt": "cd",
    "raw/größe": "g",
    "rawer": "no",
    "other/x": "x",
  });

  const report = await copyTree({ store: from, prefix: "raw/" }, { store: to, prefix: "copy/2026/" });

  assert.deepEqual(report, { copied: 3, skipped: 0, bytes: 4 });
  assert.deepEqual(await keysOf(to), ["copy/2026/a.txt", "copy/2026/b/c d.txt", "copy/2026/größe"]);
  assert.equal(await textOf(to, "copy/2026/b/c d.txt"), "cd");
});

Deno.test("copyTree() copies what differs by size or by bytes, and nothing else, when it updates", async () => {
  await using dir = await tempDir();
  const [from, to] = [memoryStore("from"), localStore(dir.path)];
  await fill(from, { same: "same", size: "longer", bytes: "new", more: "more" });
  await fill(to, { same: "same", size: "long", bytes: "old", extra: "stays" });
  const before = (await to.stat("same"))?.etag;
  const events: TransferEvent[] = [];

  const report = await copyTree({ store: from, prefix: "" }, { store: to, prefix: "" }, {
    update: true,
    onEvent: (event) => events.push(event),
  });

  assert.deepEqual(report, { copied: 3, skipped: 1, bytes: 13 });
  assert.equal((await to.stat("same"))?.etag, before, "a file that is the same is not written");
  for (
    const [key, content] of Object.entries({ size: "longer", bytes: "new", more: "more", extra: "stays" })
  ) {
    assert.equal(await textOf(to, key), content);
  }
  assert.deepEqual(events.filter(({ kind }) => kind === "skipped"), [{
    kind: "skipped",
    key: "same",
    size: 4,
  }]);
});

Deno.test("copyTree() tells what it does, so that what is left can be told", async () => {
  const [from, to] = [memoryStore("from"), memoryStore("to")];
  await fill(from, { a: "12345", b: "" });
  const events: TransferEvent[] = [];

  await copyTree({ store: from, prefix: "" }, { store: to, prefix: "" }, {
    concurrency: 1,
    onEvent: (event) => events.push(event),
  });

  assert.deepEqual(events, [
    { kind: "listed", objects: 2, bytes: 5 },
    { kind: "begun", key: "a", size: 5 },
    { kind: "moved", key: "a", bytes: 5 },
    { kind: "done", key: "a", size: 5 },
    { kind: "begun", key: "b", size: 0 },
    { kind: "done", key: "b", size: 0 },
  ]);
});

Deno.test("copyTree() has so many small objects under way at once, and one large", async () => {
  const from = memoryStore("from");
  const large = new Uint8Array(33 * 1024 * 1024);
  for (let index = 0; index < 20; index++) await from.write(`small-${index}`, utf8("x"));
  for (let index = 0; index < 3; index++) await from.write(`large-${index}`, large);
  const most = { small: 0, large: 0 };
  const now = { small: 0, large: 0 };
  const counting = {
    ...memoryStore("to"),
    async write(key: string, body: Uint8Array | ReadableStream<Uint8Array>) {
      const kind = key.startsWith("small") ? "small" : "large";
      most[kind] = Math.max(most[kind], ++now[kind]);
      const { length } = await new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>).bytes();
      now[kind] -= 1;
      return { key, size: length, modified: 0 };
    },
  };

  await copyTree({ store: from, prefix: "" }, { store: counting, prefix: "" }, { concurrency: 4 });

  assert.deepEqual(most, { small: 4, large: 1 });
});

Deno.test("copyTree() goes on where it was interrupted", async () => {
  await using dir = await tempDir();
  const [from, to] = [memoryStore("from"), localStore(dir.path)];
  for (let index = 0; index < 9; index++) await from.write(`part-${index}`, utf8(`content ${index}`));
  const controller = new AbortController();
  const reason = new Error("Enough");

  await assert.rejects(
    copyTree({ store: from, prefix: "" }, { store: to, prefix: "" }, {
      concurrency: 1,
      signal: controller.signal,
      onEvent: ({ kind }) => kind === "done" && controller.abort(reason),
    }),
    reason,
  );
  assert.deepEqual(await keysOf(to), ["part-0"]);
  const report = await copyTree({ store: from, prefix: "" }, { store: to, prefix: "" }, { update: true });

  assert.deepEqual(report, { copied: 8, skipped: 1, bytes: 72 });
  assert.equal((await keysOf(to)).length, 9);
  assert.equal((await Array.fromAsync(to.leftovers?.list() ?? [])).length, 0);
});

Deno.test("copyTree() leaves no object in part when source or target fail", async () => {
  for (const fault of [FAULTS.cutStream, FAULTS.fullDisk]) {
    await using dir = await tempDir();
    const [from, to] = [memoryStore("from"), localStore(dir.path)];
    await fill(from, { a: "a".repeat(1000), b: "b".repeat(1000) });
    const source = fault.on === "read" ? faultStore(from, [{ ...fault, key: "b" }]) : from;
    const target = fault.on === "write" ? faultStore(to, [{ ...fault, key: "b" }]) : to;

    await assert.rejects(copyTree({ store: source, prefix: "" }, { store: target, prefix: "" }), {
      name: "StoreError",
      kind: "unavailable",
    });

    assert.deepEqual(await keysOf(to), ["a"]);
    assert.equal((await Array.fromAsync(to.leftovers?.list() ?? [])).length, 0);
  }
});

Deno.test("copyTree() does not pass on bytes of an object that changed since it was listed", async () => {
  const [from, to] = [memoryStore("from"), memoryStore("to")];
  await fill(from, { key: "old" });

  await assert.rejects(
    copyTree({ store: changing(from, "key"), prefix: "" }, { store: to, prefix: "" }),
    { name: "StoreError", kind: "conflict", message: /it has changed/ },
  );

  assert.deepEqual(await keysOf(to), []);
});

Deno.test("copyTree() copies within a store, also a folder into itself, but not onto itself", async () => {
  const store = memoryStore("one");
  await fill(store, { "a/x": "x", "a/y": "y" });

  const report = await copyTree({ store, prefix: "a/" }, { store, prefix: "a/b/" });

  assert.deepEqual(report, { copied: 2, skipped: 0, bytes: 2 });
  assert.deepEqual(await keysOf(store), ["a/b/x", "a/b/y", "a/x", "a/y"]);
  await assert.rejects(copyTree({ store, prefix: "a/" }, { store, prefix: "a/" }), {
    name: "RangeError",
    message: 'Cannot copy "memory:one/a/" onto itself',
  });
  await assert.rejects(
    copyTree({ store, prefix: "" }, { store, prefix: "b/" }, { concurrency: 0 }),
    RangeError,
  );
});

Deno.test("copyTree() tells all names that cannot be files beside each other, and writes nothing", async () => {
  await using dir = await tempDir();
  await dir.write({ "to/there/old": "old", "to/file": "old" });
  const temporary = ".kedge-write-0123456789abcdef";
  const [from, to] = [memoryStore("from"), localStore(dir.path)];
  const keys = ["0", "a", "a/b", "a/c", `d/${temporary}`, "file/x", "there", "x/y", "x/y/z"];
  await fill(from, Object.fromEntries(keys.map((key) => [key, key])));

  await assert.rejects(copyTree({ store: from, prefix: "" }, { store: to, prefix: "to/" }), {
    name: "StoreError",
    kind: "conflict",
    uri: `${to.root}to/`,
    message: [
      `Cannot copy to "${to.root}to/", nothing is written:`,
      `  "to/d/${temporary}": "${temporary}" is kept for files that are being written`,
      '  "to/file/x": a folder above it is a file',
      '  "to/there": there is a folder',
      '  "to/a": a file, and a folder for "to/a/b" and 1 more',
      '  "to/x/y": a file, and a folder for "to/x/y/z"',
    ].join("\n"),
  });

  assert.deepEqual(await keysOf(to), ["to/file", "to/there/old"]);
});

Deno.test("copyTree() copies names that differ by case, or writes nothing where the disk does not tell case", async () => {
  await using dir = await tempDir();
  await dir.write({ probe: "" });
  const tellsCase = await Deno.lstat(dir.join("PROBE")).then(() => false, () => true);
  const [from, to] = [memoryStore("from"), localStore(dir.join("new", "folder"))];
  await fill(from, { "A.txt": "A", "a.txt": "a", "b": "b" });

  const copy = copyTree({ store: from, prefix: "" }, { store: to, prefix: "" });

  if (tellsCase) assert.equal((await copy).copied, 3);
  else await assert.rejects(copy, { kind: "conflict", message: /"A.txt", "a.txt": one file/ });
  assert.deepEqual(await keysOf(to), tellsCase ? ["A.txt", "a.txt", "b"] : []);
  const names = (await Array.fromAsync(Deno.readDir(dir.path))).map(({ name }) => name).toSorted();
  assert.deepEqual(names, tellsCase ? ["new", "probe"] : ["probe"], "what was tried is gone");
});

Deno.test("copyObject() copies one object, and says when there is none", async () => {
  const [from, to] = [memoryStore("from"), memoryStore("to")];
  await fill(from, { a: "content" });

  const report = await copyObject({ store: from, key: "a" }, { store: to, key: "b/c" });
  const again = await copyObject({ store: from, key: "a" }, { store: to, key: "b/c" }, { update: true });

  assert.deepEqual([report, again], [
    { copied: 1, skipped: 0, bytes: 7 },
    { copied: 0, skipped: 1, bytes: 0 },
  ]);
  assert.equal(await textOf(to, "b/c"), "content");
  await assert.rejects(copyObject({ store: from, key: "none" }, { store: to, key: "b/c" }), {
    name: "StoreError",
    kind: "missing",
    uri: "memory:from/none",
  });
  await assert.rejects(copyObject({ store: from, key: "a" }, { store: from, key: "a" }), RangeError);
  assert.equal(await textOf(to, "b/c"), "content");
});

async function fill(store: Store, objects: Readonly<Record<string, string>>): Promise<void> {
  for (const [key, content] of Object.entries(objects)) await store.write(key, utf8(content));
}

/** A store in which an object is written again between the listing and the first read. */
function changing(store: Store, key: string): Store {
  return {
    ...store,
    async read(...args) {
      await store.write(key, utf8("new"));
      return await store.read(...args);
    },
  };
}

Deno.test("copyObject() does not hold a file in memory whose size a web server does not tell", async () => {
  const chunk = utf8("x".repeat(100_000));
  const answer = (): Response =>
    new Response(ReadableStream.from((function* () {
      for (let left = 20; left > 0; left--) yield chunk;
    })()));
  await using server = serveIndex({}, { answers: { "large": answer } });
  const [from, to] = [httpStore(server.url), memoryStore("to")];
  const moved: number[] = [];

  const report = await copyObject({ store: from, key: "large" }, { store: to, key: "large" }, {
    onEvent: (event) => event.kind === "moved" && moved.push(event.bytes),
  });

  assert.deepEqual(report, { copied: 1, skipped: 0, bytes: 2_000_000 });
  assert.ok(moved.length > 1, `moved ${moved.join(", ")}`);
});
