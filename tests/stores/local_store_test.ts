import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { pathToFileURL as toFileUrl } from "node:url";
import { toBytes } from "../../lib/core/bytes.ts";
import { StoreError } from "../../lib/core/errors.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { testStore } from "../contract/store_contract.ts";
import { brokenBody } from "../support/bodies.ts";
import { capture } from "../../tasks/process.ts";
import { keysOf, textOf, utf8 } from "../support/store_content.ts";
import { tempDir } from "../support/temp_dir.ts";

const IS_WINDOWS = Deno.build.os === "windows";

testStore("localStore()", async () => {
  const dir = await tempDir();
  return { store: localStore(dir.join("data")), [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
});

Deno.test("localStore() makes no folder before something is written", async () => {
  await using dir = await tempDir();
  const store = localStore(dir.join("a", "b"));

  await keysOf(store);
  await store.stat("c/d");
  assert.deepEqual(namesIn(dir.path), []);
  await store.write("c/d", utf8("x"));

  assert.equal(Deno.readTextFileSync(dir.join("a", "b", "c", "d")), "x");
});

Deno.test("localStore() names its folder and files by URL", () => {
  const store = localStore("data");

  assert.equal(store.root, `${toFileUrl(resolve("data")).href}/`);
  assert.equal(store.uri("50% é?#.csv"), toFileUrl(resolve("data", "50% é?#.csv")).href);
  assert.equal(localStore("/").root, toFileUrl(resolve("/")).href);
});

Deno.test("localStore() leaves nothing behind when a write fails", async () => {
  await using dir = await tempDir();
  const store = localStore(dir.path);
  await store.write("key", utf8("old"));

  await assert.rejects(store.write("key", brokenBody({ after: 1000, error: new Error("No more") })));
  await assert.rejects(store.write("key", utf8("new"), { ifAbsent: true }));
  await store.write("other", utf8("new"), { ifAbsent: true });

  assert.deepEqual(namesIn(dir.path), ["key", "other"]);
});

Deno.test("localStore() tells when a file is changed while it is read, and not only before", async () => {
  await using dir = await tempDir();
  const store = localStore(dir.path);
  for (const range of [{}, { start: 5, end: 700_000 }]) {
    await store.write("key", new Uint8Array(800_000));
    const { etag } = await store.stat("key") ?? {};
    const reader = (await store.read("key", { ...range, ifMatch: etag })).getReader();

    const first = await reader.read();
    await Deno.writeTextFile(dir.join("key"), "more", { append: true });
    const rest = (async () => {
      while (!(await reader.read()).done);
    })();

    assert.ok((first.value?.length ?? 0) > 0);
    await assert.rejects(rest, { name: "StoreError", kind: "conflict", message: /it has changed/ });
  }
});

Deno.test("localStore() neither lists nor takes as keys the files that are being written", async () => {
  await using dir = await tempDir();
  const leftover = ".kedge-write-0123456789abcdef";
  await dir.write({ [leftover]: "half", [`a/${leftover}`]: "half", "a/.kedge-write-me": "a file of a user" });
  const store = localStore(dir.path);

  assert.deepEqual(await keysOf(store), ["a/.kedge-write-me"]);
  await assert.rejects(store.read(leftover), { name: "TypeError", message: /kept for files that are being/ });
});

Deno.test("localStore() tells a folder and a file in the way from a missing file", async () => {
  await using dir = await tempDir();
  await dir.write({ "folder/file": "x" });
  const store = localStore(dir.path);
  const attempts: readonly (readonly [string, () => Promise<unknown>])[] = [
    [`Cannot read "${dir.join("folder")}": it is a folder`, () => store.read("folder")],
    [`Cannot write "${dir.join("folder")}": it is a folder`, () => store.write("folder", utf8("x"))],
    [
      `Cannot write "${dir.join("folder", "file", "a", "b")}": a file stands where a folder should be`,
      () => store.write("folder/file/a/b", utf8("x")),
    ],
  ];

  for (const [message, attempt] of attempts) {
    await assert.rejects(attempt(), { name: "StoreError", kind: "conflict", message });
  }
  assert.equal(await store.stat("folder/file/a"), undefined);
  assert.equal(await textOf(store, "folder/file"), "x");
});

Deno.test("localStore() does not read the bytes for a key that is taken", async () => {
  await using dir = await tempDir();
  await dir.write({ key: "old" });
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: () => assert.fail("It was read"),
    cancel: () => void (isCancelled = true),
  }, { highWaterMark: 0 });

  await assert.rejects(localStore(dir.path).write("key", body, { ifAbsent: true }), { kind: "conflict" });

  assert.ok(isCancelled);
});

Deno.test({
  name: "localStore() says what keeps the system from using a path",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using dir = await tempDir();
    await Deno.symlink("circle", dir.join("circle"));
    await Deno.copyFile("/bin/sleep", dir.join("running"));
    await using process = new Deno.Command(dir.join("running"), { args: ["1000"] }).spawn();
    const store = localStore(dir.path);
    const long = "x".repeat(256);

    for (
      const [key, message] of [
        ["circle", "its links lead in a circle"],
        [long, "the name is too long for the disk"],
        // One of those that have no words of ours.
        ["running", "Text file busy (os error 26)"],
      ] as const
    ) {
      await assert.rejects(() => store.write(key, utf8("x")), {
        name: "StoreError",
        kind: "unavailable",
        message: `Cannot write "${dir.join(key)}": ${message}`,
      });
    }
    process.kill();
  },
});

Deno.test("localStore() keeps a folder that has the name of a deleted key", async () => {
  await using dir = await tempDir();
  await Deno.mkdir(dir.join("empty"));

  await localStore(dir.path).delete("empty");

  assert.deepEqual(namesIn(dir.path), ["empty"]);
});

Deno.test({
  name: "localStore() keeps who may read and write a file",
  ignore: IS_WINDOWS,
  async fn() {
    await using dir = await tempDir();
    await dir.write({ key: "old" });
    // A mode that no usual umask would give.
    await Deno.chmod(dir.join("key"), 0o646);

    await localStore(dir.path).write("key", utf8("new"));

    const { mode } = await Deno.stat(dir.join("key"));
    assert.equal((mode ?? 0) & 0o777, 0o646);
    assert.equal(Deno.readTextFileSync(dir.join("key")), "new");
  },
});

Deno.test({
  name: "localStore() writes to where a link leads, and keeps the link",
  ignore: IS_WINDOWS,
  async fn() {
    await using dir = await tempDir();
    await dir.write({ "far/there": "old", "data/folder/x": "x" });
    await Deno.symlink("../far/there", dir.join("data", "link"));
    await Deno.symlink("link", dir.join("data", "link-to-link"));
    await Deno.symlink("../far/not-yet", dir.join("data", "dangling"));
    await Deno.symlink("../far", dir.join("data", "linked"));
    const store = localStore(dir.join("data"));

    for (const key of ["link", "link-to-link", "dangling", "linked/new"]) await store.write(key, utf8(key));

    assert.deepEqual(namesIn(dir.join("far")), ["new", "not-yet", "there"]);
    assert.equal(Deno.readTextFileSync(dir.join("far", "there")), "link-to-link");
    assert.equal(Deno.readTextFileSync(dir.join("far", "not-yet")), "dangling");
    assert.equal(Deno.readTextFileSync(dir.join("far", "new")), "linked/new");
    for (const name of ["link", "link-to-link", "dangling", "linked"]) {
      assert.ok(Deno.lstatSync(dir.join("data", name)).isSymlink, name);
    }
  },
});

Deno.test({
  name: "localStore() lists links to files, and folders behind a link where the prefix names it",
  ignore: IS_WINDOWS,
  async fn() {
    await using dir = await tempDir();
    await dir.write({ "far/a": "a", "far/b/c": "c", "data/x": "x" });
    await Deno.symlink("../far", dir.join("data", "linked"));
    await Deno.symlink("../far/a", dir.join("data", "file"));
    await Deno.symlink("nowhere", dir.join("data", "dangling"));
    await Deno.symlink(".", dir.join("data", "circle"));
    await Deno.symlink("loop", dir.join("data", "loop"));
    const store = localStore(dir.join("data"));

    assert.deepEqual(await keysOf(store, "linked/"), ["linked/a", "linked/b/c"]);
    assert.deepEqual(await keysOf(store), ["file", "x"]);
  },
});

Deno.test({
  name: "localStore() does not put a file in the place of a device or a pipe",
  ignore: IS_WINDOWS,
  async fn() {
    await using dir = await tempDir();
    const made = await capture("mkfifo", [dir.join("pipe")]);
    assert.equal(made.code, 0, made.stderr);
    const store = localStore(dir.path);

    await assert.rejects(store.write("pipe", utf8("x")), {
      kind: "conflict",
      message: `Cannot write "${dir.join("pipe")}": it is not a plain file`,
    });

    assert.equal(Deno.lstatSync(dir.join("pipe")).isFile, false);
    assert.equal(await store.stat("pipe"), undefined);
  },
});

Deno.test("localStore() reads a file that grew since it was opened", async () => {
  await using dir = await tempDir();
  await dir.write({ log: "one " });
  const store = localStore(dir.path);

  const stream = await store.read("log");
  await Deno.writeTextFile(dir.join("log"), "two", { append: true });

  assert.equal(new TextDecoder().decode(await toBytes(stream)), "one two");
});

Deno.test({
  name: "localStore() says which permission Deno needs to read",
  permissions: { read: false },
  async fn() {
    const dir = join("/", "data");
    const store = localStore(dir);
    const path = join(resolve(dir), "a", "b");
    const reason = (folder: string) => `Deno needs the permission --allow-read="${folder}"`;

    await assert.rejects(store.read("a/b"), {
      name: "StoreError",
      kind: "denied",
      uri: store.uri("a/b"),
      message: `Cannot read "${path}": ${reason(path)}`,
    });
    await assert.rejects(store.stat("a/b"), { kind: "denied" });
    await assert.rejects(keysOf(store), { kind: "denied" });
    await assert.rejects(store.write("a/b", utf8("x")), {
      kind: "denied",
      message: `Cannot write "${path}": ${reason(join(resolve(dir), "a"))}`,
    });
  },
});

Deno.test({
  name: "localStore() says which permission Deno needs to write",
  permissions: { read: true, write: false },
  async fn() {
    const store = localStore(join("/", "data"));
    const path = join(resolve("/", "data"), "b");

    const error = await store.write("b", utf8("x")).catch((error: unknown) => error);

    assert.ok(error instanceof StoreError);
    const reason = `Deno needs the permission --allow-write="${resolve("/", "data")}"`;
    assert.equal(error.message, `Cannot write "${path}": ${reason}`);
    assert.equal(error.kind, "denied");
  },
});

Deno.test({
  name: "localStore() gives up where no folder can be made, however often it is tried",
  ignore: Deno.build.os !== "linux", // only there is a /proc
  async fn() {
    const store = localStore("/proc/nowhere");

    await assert.rejects(store.write("deep/x.json", utf8("x")), { name: "StoreError" });
  },
});

function namesIn(dir: string): string[] {
  return [...Deno.readDirSync(dir)].map(({ name }) => name).sort();
}
