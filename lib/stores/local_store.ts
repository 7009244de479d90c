import { basename, dirname, join, resolve, sep as SEPARATOR } from "node:path";
import { pathToFileURL as toFileUrl } from "node:url";
import { checkKey } from "./key.ts";
import { localStoreError } from "./_local_error.ts";
import type { Body, ObjectInfo, ReadOptions, Store, WriteOptions } from "./store.ts";

/** Marks files that are being written; they are never listed, and those of a killed process may be removed. */
const TEMPORARY = /^\..*\.kedge-[0-9a-f]{8}$/;

/**
 * Files below a folder. A write goes to a temporary file beside the target, is synced to disk and renamed over it, so that
 * a reader or a power cut finds the old bytes or the new ones.
 *
 * @param dir The folder; made when first written to.
 */
export function localStore(dir: string): Store {
  const folder = resolve(dir);
  const root = `${toFileUrl(folder).href}/`;
  const path = (key: string): string => {
    checkKey(key);
    return join(folder, ...key.split("/"));
  };
  const uri = (key: string): string => toFileUrl(join(folder, ...key.split("/"))).href;

  return {
    root,
    traits: { atomicWrite: true, persistent: true },
    uri,
    async read(key: string, options: ReadOptions = {}): Promise<ReadableStream<Uint8Array>> {
      const { start = 0, end, signal } = options;
      const file = path(key);
      signal?.throwIfAborted();
      try {
        return await openFile(file, start, end, signal);
      } catch (error) {
        throw localStoreError("read", file, uri(key), error);
      }
    },
    async write(key: string, body: Body, options: WriteOptions = {}): Promise<ObjectInfo> {
      const file = path(key);
      options.signal?.throwIfAborted();
      try {
        await Deno.mkdir(dirname(file), { recursive: true });
        const info = await replaceFile(file, body, options);
        return { key, size: info.size, modified: info.mtime?.getTime() ?? 0 };
      } catch (error) {
        throw localStoreError(options.ifAbsent === true ? "create" : "write", file, uri(key), error);
      }
    },
    async stat(key: string): Promise<ObjectInfo | undefined> {
      const file = path(key);
      try {
        const info = await Deno.stat(file);
        return info.isFile ? { key, size: info.size, modified: info.mtime?.getTime() ?? 0 } : undefined;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
          return undefined;
        }
        throw localStoreError("look at", file, uri(key), error);
      }
    },
    async *list(prefix: string = ""): AsyncIterable<ObjectInfo> {
      for await (const file of walk(folder, folder, prefix)) {
        const key = file.slice(folder.length + 1).split(SEPARATOR).join("/");
        const info = await this.stat(key);
        if (info !== undefined) yield info;
      }
    },
    async delete(key: string): Promise<void> {
      const file = path(key);
      try {
        await Deno.remove(file);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return;
        throw localStoreError("delete", file, uri(key), error);
      }
    },
  };
}

async function openFile(
  path: string,
  start: number,
  end: number | undefined,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const file = await Deno.open(path, { read: true });
  if (start > 0) await file.seek(start, Deno.SeekMode.Start);
  let bytes: ReadableStream<Uint8Array> = file.readable;
  if (end !== undefined) bytes = bytes.pipeThrough(firstBytes(end - start));
  return signal === undefined ? bytes : bytes.pipeThrough(new TransformStream(), { signal });
}

function firstBytes(count: number): TransformStream<Uint8Array, Uint8Array> {
  let left = count;
  return new TransformStream({
    transform(chunk, controller): void {
      if (left > 0) controller.enqueue(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) controller.terminate();
    },
  });
}

async function replaceFile(path: string, body: Body, options: WriteOptions): Promise<Deno.FileInfo> {
  const { ifAbsent = false, signal } = options;
  const random = crypto.getRandomValues(new Uint8Array(4)).toHex();
  const temporary = join(dirname(path), `.${basename(path)}.kedge-${random}`);
  try {
    const info = await writeSynced(temporary, body, signal);
    // A link fails when the name is taken, which a rename does not.
    if (ifAbsent) await Deno.link(temporary, path);
    else await Deno.rename(temporary, path);
    await syncFolder(dirname(path));
    return info;
  } finally {
    await Deno.remove(temporary).catch(() => {});
  }
}

async function writeSynced(
  path: string,
  body: Body,
  signal: AbortSignal | undefined,
): Promise<Deno.FileInfo> {
  using file = await Deno.open(path, { write: true, createNew: true });
  const chunks = body instanceof Uint8Array ? [body] : body;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    for (let done = 0; done < chunk.length;) done += await file.write(chunk.subarray(done));
  }
  await file.sync();
  return await file.stat();
}

// A rename is on disk when its folder is. Windows cannot open folders, and does not need to.
async function syncFolder(path: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  using folder = await Deno.open(path, { read: true });
  await folder.sync();
}

async function* walk(root: string, dir: string, prefix: string): AsyncIterable<string> {
  const entries: Deno.DirEntry[] = [];
  try {
    for await (const entry of Deno.readDir(dir)) entries.push(entry);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  // In order of keys: "a.txt" comes before what is in folder "a", as "." sorts before "/".
  const sortKey = (entry: Deno.DirEntry): string => entry.isDirectory ? `${entry.name}/` : entry.name;
  entries.sort((a, b) => sortKey(a) < sortKey(b) ? -1 : 1);
  for (const entry of entries) {
    const path = join(dir, entry.name);
    const key = path.slice(root.length + 1).split(SEPARATOR).join("/");
    if (entry.isDirectory) {
      if (`${key}/`.startsWith(prefix) || prefix.startsWith(`${key}/`)) yield* walk(root, path, prefix);
    } else if (key.startsWith(prefix) && !TEMPORARY.test(entry.name)) {
      yield path;
    }
  }
}
