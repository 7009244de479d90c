import assert from "node:assert/strict";
import { toBytes } from "../../lib/core/bytes.ts";
import { isTemporary } from "../../lib/stores/local_path.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { ROOT } from "../../tasks/process.ts";
import { keysOf, textOf, utf8 } from "../support/store_content.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("localStore() keeps the old file when its process is killed while it writes", async () => {
  await using dir = await tempDir();
  const store = localStore(dir.path);
  await store.write("key", utf8("old"));

  const lines = await linesUntilKilled("stall", [dir.path], (line) => line === "half");

  assert.deepEqual(lines, ["half"]);
  assert.equal(await textOf(store, "key"), "old");
  assert.deepEqual(await keysOf(store), ["key"]);
  const left = [...Deno.readDirSync(dir.path)].map(({ name }) => name).filter((name) => name !== "key");
  assert.equal(left.length, 1);
  assert.ok(isTemporary(left[0] ?? ""), left[0]);
  const [leftover, ...others] = await Array.fromAsync(store.leftovers?.list() ?? []);
  assert.deepEqual([leftover?.id, others], [left[0], []]);
  assert.ok((leftover?.size ?? 0) > 0 && Math.abs((leftover?.begun ?? 0) - Date.now()) < 3_600_000);

  if (leftover !== undefined) await store.leftovers?.remove(leftover);

  assert.deepEqual([...Deno.readDirSync(dir.path)].map(({ name }) => name), ["key"]);
});

Deno.test("localStore() holds a whole version, none older than acknowledged, after kill -9 at any moment", async () => {
  await using dir = await tempDir();
  const store = localStore(dir.path);

  for (const enough of [1, 2, 3, 5, 8, 13]) {
    const lines = await linesUntilKilled("overwrite", [dir.path], (line) => Number(line) >= enough);

    const bytes = await toBytes(await store.read("key"));
    const version = bytes[0] ?? 0;
    assert.equal(bytes.length, 300_000);
    assert.ok(bytes.every((byte) => byte === version), "bytes of two versions");
    assert.ok(version >= Number(lines.at(-1)) % 256, `version ${version} after ${lines.at(-1)}`);
    assert.deepEqual(await keysOf(store), ["key"]);
  }
});

const STEPS = [
  { step: "before rename", content: "old", leftovers: 1 },
  { step: "after rename", content: "new", leftovers: 0 },
  { step: "before link", content: undefined, leftovers: 1 },
  // The object has two names then, and the second is removed as every other leftover.
  { step: "after link", content: "new", leftovers: 1 },
] as const;

for (const { step, content, leftovers } of STEPS) {
  Deno.test(`localStore() holds ${content ?? "no"} bytes after a kill ${step}, and nothing else after gc`, async () => {
    await using dir = await tempDir();
    const store = localStore(dir.path);
    if (!step.endsWith("link")) await store.write("key", utf8("old"));

    assert.deepEqual(await linesUntilKilled("stop_at", [dir.path, step], () => true), ["stopped"]);

    const info = await store.stat("key");
    assert.equal(info && await textOf(store, "key"), content);
    const left = await Array.fromAsync(store.leftovers?.list() ?? []);
    assert.equal(left.length, leftovers);
    for (const leftover of left) await store.leftovers?.remove(leftover);
    const names = [...Deno.readDirSync(dir.path)].map(({ name }) => name);
    assert.deepEqual(names, content === undefined ? [] : ["key"]);
    assert.equal(info && await textOf(store, "key"), content);
  });
}

/** Lines that a child has printed when it is killed, which is when a line is enough. */
async function linesUntilKilled(
  child: string,
  args: readonly string[],
  isEnough: (line: string) => boolean,
): Promise<string[]> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${ROOT}tests/stores/children/${child}.ts`, ...args],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const printed = process.stdout.pipeThrough(new TextDecoderStream());
  let text = "";
  for await (const part of printed) {
    text += part;
    // What comes after the last line feed is no line yet.
    if (text.split("\n").slice(0, -1).some(isEnough)) {
      try {
        process.kill("SIGKILL");
      } catch {
        // It is dead already; what it printed meanwhile is still read.
      }
    }
  }
  await process.status;
  return text.split("\n").slice(0, -1);
}

Deno.test("localStore() removes nothing but what a write left behind", async () => {
  await using dir = await tempDir();
  const store = localStore(dir.path);
  await store.write("key", utf8("old"));

  for (const id of ["key", "../.kedge-write-0123456789abcdef", "a/../.kedge-write-0123456789abcdef", ""]) {
    await assert.rejects(async () => await store.leftovers?.remove({ id, key: id, begun: 0 }), TypeError);
  }

  await store.leftovers?.remove({ id: "gone/.kedge-write-0123456789abcdef", key: "", begun: 0 });
  assert.equal(await textOf(store, "key"), "old");
});
