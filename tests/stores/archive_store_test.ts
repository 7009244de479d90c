import assert from "node:assert/strict";
import { StoreError } from "../../lib/core/errors.ts";
import { archiveStore } from "../../lib/stores/archive_store.ts";
import { testReadOnlyStore } from "../contract/read_only_contract.ts";
import { type ArchiveItem, gzipOf, itemsOf, tarOf, zipOf } from "../support/archives.ts";
import { keysOf, textOf, utf8 } from "../support/store_content.ts";

const KINDS: Readonly<Record<string, (items: readonly ArchiveItem[]) => Promise<Uint8Array>>> = {
  zip: zipOf,
  tar: tarOf,
  "tar.gz": async (items) => await gzipOf(await tarOf(items)),
};

const refused = (reason: string) => (error: unknown): boolean => {
  assert.ok(error instanceof StoreError, String(error));
  assert.deepEqual([error.kind, error.uri], ["corrupt", "file:///c"]);
  assert.ok(error.message.startsWith(`Cannot open archive "file:///c": `), error.message);
  assert.ok(error.message.includes(reason), error.message);
  return true;
};

for (const [kind, pack] of Object.entries(KINDS)) {
  testReadOnlyStore(`archiveStore() of a ${kind}`, async (files) => ({
    store: await archiveStore(await pack(itemsOf(files))),
    async [Symbol.asyncDispose]() {},
  }));

  const bad: readonly (readonly [string, ArchiveItem, string])[] = [
    ["a path that leads out", { path: "../x", content: "x" }, ".."],
    ["a path that leads out further down", { path: "a/../../x", content: "x" }, ".."],
    ["an absolute path", { path: "/etc/passwd", content: "x" }, "/etc/passwd"],
    ["a backslash", { path: "a\\..\\x", content: "x" }, "\\"],
    ["a symbolic link", { path: "a", content: "/etc/passwd", kind: "symlink" }, "must not be a link"],
    ["a link out of a folder", { path: "b/a", content: "../../x", kind: "symlink" }, "must not be a link"],
  ];
  for (const [what, item, reason] of bad) {
    Deno.test(`archiveStore() refuses a ${kind} that holds ${what}`, async () => {
      const archive = await pack([{ path: "fine", content: "x" }, item]);

      await assert.rejects(archiveStore(archive, { uri: "file:///c" }), refused(reason));
    });
  }

  Deno.test(`archiveStore() refuses a ${kind} that holds a path twice`, async () => {
    const archive = await pack([{ path: "a", content: "1" }, { path: "a", content: "2" }]);

    await assert.rejects(archiveStore(archive, { uri: "file:///c" }), refused('it holds "a" twice'));
  });

  Deno.test(`archiveStore() refuses a ${kind} of too many files or too many bytes`, async () => {
    const many = await pack(Array.from({ length: 4 }, (_, at) => ({ path: `f${at}`, content: "x" })));
    const large = await pack([{ path: "a", content: "0".repeat(5000) }, {
      path: "b",
      content: "0".repeat(5000),
    }]);

    await assert.rejects(archiveStore(many, { uri: "file:///c", maxEntries: 3 }), refused("at most 3 files"));
    await assert.rejects(
      archiveStore(large, { uri: "file:///c", maxBytes: 8000 }),
      refused("at most 8000 bytes"),
    );
  });

  Deno.test(`archiveStore() refuses a ${kind} that is cut off`, async () => {
    const content = crypto.getRandomValues(new Uint8Array(20_000));
    const archive = await pack([{ path: "a", content }]);

    await assert.rejects(
      archiveStore(archive.subarray(0, 9000), { uri: "file:///c" }),
      refused("it is damaged"),
    );
  });

  Deno.test(`archiveStore() does not mind folders in a ${kind}`, async () => {
    const store = await archiveStore(
      await pack([{ path: "d/", kind: "directory" }, { path: "d/a", content: "x" }]),
    );

    assert.deepEqual(await keysOf(store), ["d/a"]);
  });
}

Deno.test("archiveStore() refuses a bomb: a few kilobytes that unpack to a gibibyte", async () => {
  const zeros = new Uint8Array(64 * 1024 * 1024 + 1);
  const tar = await gzipOf(await tarOf([{ path: "zeros", content: zeros }]));
  const zip = await zipOf([{ path: "zeros", content: zeros }]);

  for (const archive of [tar, zip]) {
    assert.ok(archive.length < 100_000);
    await assert.rejects(archiveStore(archive, { uri: "file:///c" }), refused("unpacked"));
  }
});

Deno.test("archiveStore() refuses a zip whose file is longer than it says", async () => {
  const archive = await zipOf([{ path: "a", content: "0".repeat(100_000), claimedSize: 10 }]);

  await assert.rejects(archiveStore(archive, { uri: "file:///c" }), refused("it is damaged"));
});

Deno.test("archiveStore() refuses encrypted files, hard links and devices", async () => {
  const locked = await zipOf([{ path: "a", content: "x", isEncrypted: true }]);
  const linked = await tarOf([{ path: "a", content: "b", kind: "link" }]);
  const pipe = await tarOf([{ path: "a", kind: "fifo" }]);

  await assert.rejects(archiveStore(locked, { uri: "file:///c" }), refused("must not be encrypted"));
  await assert.rejects(archiveStore(linked, { uri: "file:///c" }), refused("must not be a link"));
  await assert.rejects(archiveStore(pipe, { uri: "file:///c" }), refused("must be a file or a folder"));
});

Deno.test("archiveStore() refuses what is no archive", async () => {
  for (const bytes of [new Uint8Array(), utf8("model: 1\n"), new Uint8Array(500)]) {
    await assert.rejects(
      archiveStore(bytes, { uri: "file:///c" }),
      refused("must be a zip, tar or tar.gz archive"),
    );
  }
});

Deno.test("archiveStore() takes away the ./ that tar puts before paths", async () => {
  const store = await archiveStore(
    await tarOf([{ path: "./", kind: "directory" }, { path: "./a", content: "x" }]),
  );

  assert.equal(await textOf(store, "a"), "x");
});
