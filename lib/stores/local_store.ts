import { resolve } from "node:path";
import { pathToFileURL as toFileUrl } from "node:url";
import { readChunks } from "../core/bytes.ts";
import { checkChunks, checkSha256 } from "./_check_sha256.ts";
import { copyObject } from "./_copy_object.ts";
import { fileEtag } from "./_file_etag.ts";
import { listFiles, listNames } from "./_list_files.ts";
import { localLeftovers } from "./_local_leftovers.ts";
import { localStoreError } from "./_local_error.ts";
import { keyToPath } from "./local_path.ts";
import { checkRange } from "./_range.ts";
import { openFile } from "./_read_file.ts";
import { replaceFile } from "./_replace_file.ts";
import type {
  Body,
  CopyOptions,
  FolderEntry,
  ListOptions,
  ObjectInfo,
  ReadOptions,
  Store,
  WriteOptions,
} from "./store.ts";

/**
 * Files below a folder. A write goes to a temporary file in the same folder, is synced to disk and renamed, so that a
 * reader or a power cut finds the old bytes or the new ones. It keeps the mode of the file that was there, follows links,
 * and refuses to overwrite what is read-only or no plain file.
 *
 * A process that is killed while it writes leaves a file named `.kedge-write-` and 16 hexadecimal digits, which is not
 * listed; `leftovers` tells of it and removes it.
 *
 * @param dir The folder; made when first written to.
 *
 * @example Write and read a file
 * ```ts
 * import assert from "node:assert/strict";
 * import { localStore } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const dir = await Deno.makeTempDir();
 * const store = localStore(dir);
 *
 * await store.write("reports/hello.txt", new TextEncoder().encode("Hello"));
 *
 * assert.equal(await new Response(await store.read("reports/hello.txt")).text(), "Hello");
 * await Deno.remove(dir, { recursive: true });
 * ```
 */
export function localStore(dir: string): Store {
  const folder = resolve(dir);
  const root = toFileUrl(folder).href.replace(/\/?$/, "/");
  const isWindows = Deno.build.os === "windows";
  const toPath = (key: string): string => keyToPath(folder, key, isWindows);
  const uri = (key: string): string => toFileUrl(toPath(key)).href;
  const storeError = (verb: string, key: string, error: unknown): unknown =>
    localStoreError(error, { verb, path: toPath(key), uri: uri(key) });

  async function stat(key: string): Promise<ObjectInfo | undefined> {
    const path = toPath(key);
    try {
      const info = await Deno.stat(path);
      return info.isFile ? describeFile(key, info) : undefined;
    } catch (error) {
      if (NOTHING_THERE.some((kind) => error instanceof kind)) return undefined;
      throw storeError("look at", key, error);
    }
  }

  async function obstacle(key: string): Promise<string | undefined> {
    try {
      return (await Deno.stat(toPath(key))).isDirectory ? "there is a folder" : undefined;
    } catch (error) {
      if (error instanceof Deno.errors.NotADirectory) return "a folder above it is a file";
      // Whatever else is wrong, a write tells.
      return undefined;
    }
  }

  const store: Store = {
    obstacle,
    async obstacles(
      keys: readonly string[],
      { signal }: CopyOptions = {},
    ): Promise<readonly string[]> {
      const { localObstacles } = await import(OBSTACLES) as typeof import("./_local_obstacles.ts");
      return await localObstacles(keys, { folder, isWindows, obstacle, signal });
    },
    root,
    traits: { atomicWrite: true, persistent: true },
    uri,
    stat,
    async read(key: string, options: ReadOptions = {}): Promise<ReadableStream<Uint8Array>> {
      checkRange(options);
      const stream = await openFile(toPath(key), { ...options, uri: uri(key) });
      return checkSha256(stream, { sha256: options.sha256, uri: uri(key), verb: "read" });
    },
    async write(key: string, body: Body, options: WriteOptions = {}): Promise<ObjectInfo> {
      const { ifAbsent = false, sha256, signal } = options;
      const path = toPath(key);
      const verb = ifAbsent ? "create" : "write";
      const chunks = checkChunks(chunksOf(body, signal), { sha256, uri: uri(key), verb });
      try {
        return describeFile(key, await replaceFile(path, chunks, { ifAbsent, signal }));
      } catch (error) {
        // It may be that not one chunk was asked for.
        if (body instanceof ReadableStream && !body.locked) await body.cancel(error).catch(() => {});
        if (error instanceof BodyError) throw error.cause;
        throw storeError(verb, key, error);
      }
    },
    async *list(prefix: string = "", options: ListOptions = {}): AsyncIterable<ObjectInfo> {
      const { limit = Infinity, onOmitted } = options;
      let left = limit;
      if (left <= 0) return;
      for await (const key of listFiles(folder, { prefix, isWindows })) {
        const info = await stat(key);
        if (info === undefined) {
          onOmitted?.(key);
          continue;
        }
        yield info;
        if (--left <= 0) return;
      }
    },
    async *listFolder(prefix: string): AsyncIterable<FolderEntry> {
      for (const key of await listNames(folder, { prefix, isWindows })) {
        if (key.endsWith("/")) {
          yield { kind: "folder", prefix: key };
          continue;
        }
        const info = await stat(key);
        if (info !== undefined) yield { kind: "object", info };
      }
    },
    async delete(key: string): Promise<void> {
      if (await stat(key) === undefined) return;
      try {
        await Deno.remove(toPath(key));
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw storeError("delete", key, error);
      }
    },
    copy: async (from: string, to: string, options?: CopyOptions): Promise<ObjectInfo> =>
      await copyObject(store, [from, to], options),
    leftovers: localLeftovers(folder, { isWindows }),
  };
  return store;
}

// No such name, a file where a folder should be, links that lead in a circle.
const NOTHING_THERE = [Deno.errors.NotFound, Deno.errors.NotADirectory, Deno.errors.FilesystemLoop];

/** An error of the bytes that were to be written. It keeps its own name, even if it is one of the file system. */
class BodyError extends Error {}

async function* chunksOf(body: Body, signal: AbortSignal | undefined): AsyncIterable<Uint8Array> {
  if (body instanceof Uint8Array) {
    yield body;
    return;
  }
  try {
    yield* readChunks(body, { signal });
  } catch (cause) {
    throw new BodyError("Cannot read the bytes to write", { cause });
  }
}

function describeFile(key: string, info: Deno.FileInfo): ObjectInfo {
  return { key, size: info.size, modified: info.mtime?.getTime() ?? 0, etag: fileEtag(info) };
}

// Not a literal import(): a pipeline runs without it.
const OBSTACLES: string = "./_local_obstacles.ts";
