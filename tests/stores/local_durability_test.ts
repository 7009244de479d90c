import assert from "node:assert/strict";
import { basename } from "node:path";
import { isTemporary } from "../../lib/stores/local_path.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { utf8 } from "../support/store_content.ts";
import { tempDir } from "../support/temp_dir.ts";

// What is on disk after a power cut cannot be seen from here, only what was asked of the system, and in which order.

Deno.test({
  name: "localStore() syncs the bytes before they get their name, and the folder after",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using dir = await tempDir();
    const store = localStore(dir.path);
    using calls = watchDisk();

    await store.write("key", utf8("old"));
    await store.write("key", utf8("new"));
    await store.write("other", utf8("new"), { ifAbsent: true });

    const overwrite = ["sync file of 3 bytes", "rename to key", "sync folder"];
    assert.deepEqual(calls.log, [
      ...overwrite,
      ...overwrite,
      "sync file of 3 bytes",
      "link to other",
      "sync folder",
    ]);
  },
});

Deno.test({
  name: "localStore() syncs the folder above every folder that it makes",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using dir = await tempDir();
    using calls = watchDisk();

    await localStore(dir.path).write("a/b/key", utf8("new"));

    assert.deepEqual(calls.log, [
      "make a",
      "sync folder",
      "make b",
      "sync folder",
      "sync file of 3 bytes",
      "rename to key",
      "sync folder",
    ]);
  },
});

interface WatchedDisk extends Disposable {
  readonly log: readonly string[];
}

/** Note what is done to the disk, until the end of the block that holds it. */
function watchDisk(): WatchedDisk {
  const { rename, link, mkdir } = Deno;
  const { sync } = Deno.FsFile.prototype;
  const log: string[] = [];
  Deno.FsFile.prototype.sync = async function (): Promise<void> {
    const { isDirectory, size } = await this.stat();
    log.push(isDirectory ? "sync folder" : `sync file of ${size} bytes`);
    await sync.call(this);
  };
  Deno.rename = async (from, to) => {
    assert.ok(isTemporary(basename(String(from))), String(from));
    await rename(from, to);
    log.push(`rename to ${basename(String(to))}`);
  };
  Deno.link = async (from, to) => {
    await link(from, to);
    log.push(`link to ${basename(String(to))}`);
  };
  Deno.mkdir = async (path, options) => {
    await mkdir(path, options);
    log.push(`make ${basename(String(path))}`);
  };
  return {
    log,
    [Symbol.dispose]() {
      Object.assign(Deno, { rename, link, mkdir });
      Deno.FsFile.prototype.sync = sync;
    },
  };
}
