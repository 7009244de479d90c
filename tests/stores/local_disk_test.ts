import assert from "node:assert/strict";
import { localStore } from "../../lib/stores/local_store.ts";
import { ROOT } from "../../tasks/process.ts";
import { byteStream } from "../support/bodies.ts";
import { keysOf, textOf, utf8 } from "../support/store_content.ts";
import { tempDir } from "../support/temp_dir.ts";
import { canMount, tinyDisk } from "../support/tiny_disk.ts";
import { canRunUnprivileged, runUnprivileged } from "../support/unprivileged.ts";

// The same faults, made by hand, are tested everywhere: see fault_store_test.ts.
const MAY_MOUNT = await canMount();
const MAY_DROP_PRIVILEGES = await canRunUnprivileged();
if (!MAY_MOUNT) {
  console.warn("Tests of full and read-only disks are skipped: only root on Linux can mount them");
}
if (!MAY_DROP_PRIVILEGES) {
  console.warn("Tests of denied files are skipped: they need permission bits and setpriv");
}

Deno.test({
  name: "localStore() keeps the old file when the disk is full",
  ignore: !MAY_MOUNT,
  async fn() {
    await using disk = await tinyDisk();
    const store = localStore(disk.path);
    await store.write("key", utf8("old"));
    const chunk = new Uint8Array(30_000);

    for (const key of ["key", "other", "new/folder/key"]) {
      for (const body of [new Uint8Array(100_000), byteStream([chunk, chunk, chunk])]) {
        await assert.rejects(store.write(key, body), {
          name: "StoreError",
          kind: "unavailable",
          uri: store.uri(key),
          message: `Cannot write "${disk.path}/${key}": the disk is full`,
        });
      }
    }

    assert.equal(await textOf(store, "key"), "old");
    assert.deepEqual(await keysOf(store), ["key"]);
    assert.deepEqual(
      [...Deno.readDirSync(disk.path)].filter(({ isFile }) => isFile).map(({ name }) => name),
      ["key"],
    );
  },
});

Deno.test({
  name: "localStore() keeps the old file when the disk is read-only",
  ignore: !MAY_MOUNT,
  async fn() {
    await using disk = await tinyDisk();
    const store = localStore(disk.path);
    await store.write("key", utf8("old"));
    await disk.makeReadOnly();

    for (const key of ["key", "other", "new/folder/key"]) {
      const message = `Cannot write "${disk.path}/${key}": the disk is read-only`;
      await assert.rejects(store.write(key, utf8("new")), { name: "StoreError", kind: "denied", message });
    }
    const message = `Cannot delete "${disk.path}/key": the disk is read-only`;
    await assert.rejects(store.delete("key"), { name: "StoreError", kind: "denied", message });

    assert.equal(await textOf(store, "key"), "old");
  },
});

Deno.test({
  name: "localStore() keeps what the system does not permit to change, and says what it is",
  ignore: !MAY_DROP_PRIVILEGES,
  async fn() {
    await using dir = await tempDir();
    await dir.write({ "read-only": "old", "unreadable": "old", "closed/key": "old", "open/key": "old" });
    await Deno.chmod(dir.join("read-only"), 0o444);
    await Deno.chmod(dir.join("unreadable"), 0o222);
    await Deno.chmod(dir.join("open"), 0o555);
    await Deno.chmod(dir.join("closed"), 0o000);

    const outcomes = await tryUnprivileged(dir.path, [
      "write:read-only",
      "read:read-only",
      "read:unreadable",
      "write:unreadable",
      "write:open/key",
      "write:open/other",
      "delete:open/key",
      "read:open/key",
      "read:closed/key",
      "stat:closed/key",
      "list:closed/",
    ]);

    const store = localStore(dir.path);
    const denied = (verb: string, key: string) => ({
      kind: "denied",
      uri: store.uri(key.replace(/\/$/, "")) + (key.endsWith("/") ? "/" : ""),
      message: `Cannot ${verb} "${dir.path}/${key.replace(/\/$/, "")}": the system does not permit it`,
    });
    assert.deepEqual(outcomes["write:read-only"], denied("write", "read-only"));
    assert.equal(outcomes["read:read-only"], "old");
    assert.deepEqual(outcomes["read:unreadable"], denied("read", "unreadable"));
    assert.deepEqual(outcomes["write:open/key"], denied("write", "open/key"));
    assert.deepEqual(outcomes["write:open/other"], denied("write", "open/other"));
    assert.deepEqual(outcomes["delete:open/key"], denied("delete", "open/key"));
    assert.equal(outcomes["read:open/key"], "old");
    assert.deepEqual(outcomes["read:closed/key"], denied("read", "closed/key"));
    assert.deepEqual(outcomes["stat:closed/key"], denied("look at", "closed/key"));
    assert.deepEqual(outcomes["list:closed/"], denied("list", "closed/"));
    assert.equal(Deno.readTextFileSync(dir.join("read-only")), "old");
    assert.equal(Deno.readTextFileSync(dir.join("open", "key")), "old");
    await Deno.chmod(dir.join("closed"), 0o755);
    await Deno.chmod(dir.join("open"), 0o755);
    assert.equal(Deno.readTextFileSync(dir.join("closed", "key")), "old");
    assert.deepEqual([...Deno.readDirSync(dir.join("open"))].map(({ name }) => name), ["key"]);
  },
});

async function tryUnprivileged(dir: string, operations: readonly string[]): Promise<Record<string, unknown>> {
  const script = `${ROOT}tests/stores/children/try_store.ts`;
  const { code, stdout, stderr } = await runUnprivileged(["run", "-A", script, dir, ...operations]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}
