import type { LocatorOptions, StoreLocation, StoreLocator } from "./locate.ts";
import type { FolderEntry, Leftover, StoreKey } from "./store.ts";
import type { CopyReport, CopyTreeOptions } from "./transfer/copy_tree.ts";
import type { LeftoverOptions } from "./transfer/remove_leftovers.ts";
import type { RemoveReport } from "./transfer/remove_tree.ts";
import type { StoreTree, TreeOptions } from "./transfer/transfer.ts";

// Not literal import()s: a pipeline runs without them.
const COPY: string = "./transfer/copy_tree.ts";
const REMOVE: string = "./transfer/remove_tree.ts";
const LIST_FOLDER: string = "./transfer/list_folder.ts";
const LOCATE: string = "./locate.ts";
const LEFTOVERS: string = "./transfer/remove_leftovers.ts";

/**
 * Copy a folder of objects from any store to any other. Objects of one store are copied by the store itself. Each is checked
 * on its way: that it did not change meanwhile, and its SHA-256 where the source knows it. At most `concurrency` small objects
 * are on their way at once; large ones go one by one, as a store may send parts of one in parallel.
 *
 * What was interrupted goes on with `update`: only what differs is copied again.
 *
 * @throws {StoreError} With kind `conflict` when the target cannot have all of the names beside each other; nothing is written
 * then. Else the first that an object meets; what was begun with it is ended first.
 * @throws {RangeError} When a folder is to be copied onto itself.
 *
 * @example Copy what differs
 * ```ts
 * import assert from "node:assert/strict";
 * import { copyTree, memoryStore } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const [from, to] = [memoryStore("from"), memoryStore("to")];
 * await from.write("data/a.txt", new TextEncoder().encode("a"));
 * await from.write("data/b.txt", new TextEncoder().encode("b"));
 * await to.write("a.txt", new TextEncoder().encode("a"));
 *
 * const report = await copyTree({ store: from, prefix: "data/" }, { store: to, prefix: "" }, { update: true });
 *
 * assert.deepEqual(report, { copied: 1, skipped: 1, bytes: 1 });
 * ```
 */
export async function copyTree(
  from: StoreTree,
  to: StoreTree,
  options: CopyTreeOptions = {},
): Promise<CopyReport> {
  const { copyTree } = await import(COPY) as typeof import("./transfer/copy_tree.ts");
  return await copyTree(from, to, options);
}

/**
 * Copy one object from any store to any other, as {@linkcode copyTree} does.
 *
 * @throws {StoreError} When there is none, or it cannot be read or written.
 * @throws {RangeError} When it is to be copied onto itself.
 *
 * @example Copy an object
 * ```ts
 * import assert from "node:assert/strict";
 * import { copyObject, memoryStore } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const [from, to] = [memoryStore("from"), memoryStore("to")];
 * await from.write("a.txt", new TextEncoder().encode("a"));
 *
 * await copyObject({ store: from, key: "a.txt" }, { store: to, key: "copies/a.txt" });
 *
 * assert.equal((await to.stat("copies/a.txt"))?.size, 1);
 * ```
 */
export async function copyObject(
  from: StoreKey,
  to: StoreKey,
  options: CopyTreeOptions = {},
): Promise<CopyReport> {
  const { copyObject } = await import(COPY) as typeof import("./transfer/copy_tree.ts");
  return await copyObject(from, to, options);
}

/**
 * Remove all objects of a folder.
 *
 * @throws {StoreError} The first that an object meets; what was begun with it is ended first.
 *
 * @example Remove a folder
 * ```ts
 * import assert from "node:assert/strict";
 * import { memoryStore, removeTree } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const store = memoryStore();
 * await store.write("old/a.txt", new TextEncoder().encode("a"));
 * await store.write("new.txt", new TextEncoder().encode("n"));
 *
 * assert.deepEqual(await removeTree({ store, prefix: "old/" }), { objects: 1, bytes: 1 });
 * ```
 */
export async function removeTree(tree: StoreTree, options: TreeOptions = {}): Promise<RemoveReport> {
  const { removeTree } = await import(REMOVE) as typeof import("./transfer/remove_tree.ts");
  return await removeTree(tree, options);
}

/**
 * What is right in a folder, in order: its objects, and the folders in it, which are not looked into. So a bucket is asked for
 * little, however much is below.
 *
 * @throws {StoreError} When it cannot be listed.
 *
 * @example Look into a folder
 * ```ts
 * import assert from "node:assert/strict";
 * import { listFolder, memoryStore } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const store = memoryStore();
 * for (const key of ["data/a.txt", "data/raw/1.csv", "data/raw/2.csv"]) await store.write(key, new Uint8Array());
 *
 * const entries = await Array.fromAsync(listFolder({ store, prefix: "data/" }));
 *
 * const names = entries.map((entry) => entry.kind === "folder" ? entry.prefix : entry.info.key);
 * assert.deepEqual(names, ["data/a.txt", "data/raw/"]);
 * ```
 */
export async function* listFolder(tree: StoreTree): AsyncIterable<FolderEntry> {
  const { listFolder } = await import(LIST_FOLDER) as typeof import("./transfer/list_folder.ts");
  yield* listFolder(tree);
}

/**
 * What writes left in a folder when their processes were killed: temporary files, parts of uploads. They are no objects, but
 * take room, which object stores bill.
 *
 * @throws {StoreError} When they cannot be listed.
 *
 * @example Look for what killed processes left
 * ```ts
 * import assert from "node:assert/strict";
 * import { findLeftovers, localStore } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const store = localStore(await Deno.makeTempDir());
 *
 * assert.deepEqual(await findLeftovers({ store, prefix: "" }), []);
 * ```
 */
export async function findLeftovers(
  tree: StoreTree,
  options: LeftoverOptions = {},
): Promise<readonly Leftover[]> {
  const { findLeftovers } = await import(LEFTOVERS) as typeof import("./transfer/remove_leftovers.ts");
  return await findLeftovers(tree, options);
}

/**
 * Remove what writes left in a folder, and tell what it was. A write that still goes on fails when its parts are removed, so
 * give `before`.
 *
 * @throws {StoreError} When they cannot be listed or removed.
 *
 * @example Remove what was begun more than a day ago
 * ```ts
 * import assert from "node:assert/strict";
 * import { localStore, removeLeftovers } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const store = localStore(await Deno.makeTempDir());
 * const yesterday = Date.now() - 86_400_000;
 *
 * assert.deepEqual(await removeLeftovers({ store, prefix: "" }, { before: yesterday }), []);
 * ```
 */
export async function removeLeftovers(
  tree: StoreTree,
  options: LeftoverOptions = {},
): Promise<readonly Leftover[]> {
  const { removeLeftovers } = await import(LEFTOVERS) as typeof import("./transfer/remove_leftovers.ts");
  return await removeLeftovers(tree, options);
}

/**
 * Make what finds out whether a path or URL names an object or a folder of them. Paths count from `root`; `s3://bucket/key`,
 * `https://host/file` and `file:` URLs are whole. Places in one bucket share a store, so that it can copy within itself.
 *
 * What it makes throws a RangeError or TypeError for what cannot be a place, and a StoreError where it may not look.
 *
 * @example A file and its folder
 * ```ts
 * import assert from "node:assert/strict";
 * import { createLocator } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const root = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${root}/a.txt`, "a");
 * const locate = createLocator({ root });
 *
 * assert.equal((await locate("a.txt")).kind, "object");
 * assert.equal((await locate(".")).kind, "folder");
 * ```
 */
export function createLocator(options: LocatorOptions = {}): StoreLocator {
  let locator: Promise<StoreLocator> | undefined;
  const load = async (): Promise<StoreLocator> => {
    const { createLocator } = await import(LOCATE) as typeof import("./locate.ts");
    return createLocator(options);
  };
  const locate = async (uri: string): Promise<StoreLocation> => await (await (locator ??= load()))(uri);
  return Object.assign(locate, {
    async [Symbol.asyncDispose](): Promise<void> {
      const loaded = await locator?.catch(() => undefined);
      await loaded?.[Symbol.asyncDispose]();
    },
  });
}
