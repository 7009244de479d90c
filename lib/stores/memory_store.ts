import { toBytes } from "../core/bytes.ts";
import { type Clock, SYSTEM_CLOCK } from "../core/clock.ts";
import { StoreError } from "../core/errors.ts";
import { changedError } from "./_changed_error.ts";
import { checkSha256 } from "./_check_sha256.ts";
import { copyObject } from "./_copy_object.ts";
import { checkKey } from "./key.ts";
import { checkRange } from "./_range.ts";
import type {
  Body,
  CopyOptions,
  ListOptions,
  ObjectInfo,
  ReadOptions,
  Store,
  WriteOptions,
} from "./store.ts";

/** How to make a memory store. */
export interface MemoryStoreOptions {
  /** Where the times of changes come from. @default {the clock of this machine} */
  readonly clock?: Clock | undefined;
}

/**
 * A store in the memory of this process, for tests and scratch data. Its root is `memory:NAME/`.
 *
 * @example Write and read an object
 * ```ts
 * import assert from "node:assert/strict";
 * import { memoryStore } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const store = memoryStore("scratch");
 *
 * await store.write("reports/hello.txt", new TextEncoder().encode("Hello"));
 *
 * assert.equal(await new Response(await store.read("reports/hello.txt")).text(), "Hello");
 * ```
 */
export function memoryStore(name: string = "store", options: MemoryStoreOptions = {}): Store {
  const { clock = SYSTEM_CLOCK } = options;
  const root = `memory:${name}/`;
  let writes = 0;
  const objects = new Map<string, { readonly bytes: Uint8Array; readonly info: ObjectInfo }>();
  const uri = (key: string): string => {
    checkKey(key);
    return root + key;
  };
  const missing = (key: string): StoreError =>
    new StoreError(`Cannot read "${uri(key)}": it does not exist`, { uri: uri(key), kind: "missing" });
  const taken = (key: string): StoreError =>
    new StoreError(`Cannot create "${uri(key)}": it exists already`, { uri: uri(key), kind: "conflict" });

  const store: Store = {
    root,
    traits: { atomicWrite: true, persistent: false },
    uri,
    read(key: string, options: ReadOptions = {}): Promise<ReadableStream<Uint8Array>> {
      return Promise.try(() => {
        checkKey(key);
        checkRange(options);
        const { start = 0, end, ifMatch, sha256, signal } = options;
        signal?.throwIfAborted();
        const found = objects.get(key);
        if (found === undefined) throw missing(key);
        if (ifMatch !== undefined && ifMatch !== found.info.etag) throw changedError(uri(key));
        const stream = ReadableStream.from(chunksOf(found.bytes.slice(start, end), signal));
        return checkSha256(stream, { sha256, uri: uri(key), verb: "read" });
      });
    },
    async write(key: string, body: Body, options: WriteOptions = {}): Promise<ObjectInfo> {
      const { ifAbsent = false, sha256, signal } = options;
      checkKey(key);
      const bytes = await toBytes(body, { signal });
      const check = { sha256, uri: uri(key), verb: ifAbsent ? "create" : "write" };
      if (sha256 !== undefined) await toBytes(checkSha256(new Blob([bytes]).stream(), check), { signal });
      if (ifAbsent && objects.has(key)) throw taken(key);
      const info = { key, size: bytes.length, modified: clock.now(), etag: String(++writes) };
      objects.set(key, { bytes, info });
      return info;
    },
    stat(key: string): Promise<ObjectInfo | undefined> {
      return Promise.try(() => {
        checkKey(key);
        return objects.get(key)?.info;
      });
    },
    async *list(prefix: string = "", { limit }: ListOptions = {}): AsyncIterable<ObjectInfo> {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
      for (const key of keys.slice(0, limit)) {
        const found = objects.get(key);
        if (found !== undefined) yield found.info;
      }
    },
    delete(key: string): Promise<void> {
      return Promise.try(() => {
        checkKey(key);
        objects.delete(key);
      });
    },
    copy: async (from: string, to: string, options?: CopyOptions): Promise<ObjectInfo> =>
      await copyObject(store, [from, to], options),
  };
  return store;
}

function* chunksOf(bytes: Uint8Array, signal: AbortSignal | undefined): Iterable<Uint8Array> {
  signal?.throwIfAborted();
  if (bytes.length > 0) yield bytes;
}
