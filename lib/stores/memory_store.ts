import { toBytes } from "../core/bytes.ts";
import { StoreError } from "../core/errors.ts";
import { checkKey } from "./key.ts";
import type { Body, ObjectInfo, ReadOptions, Store, WriteOptions } from "./store.ts";

/** A store in the memory of this process, for tests and scratch data. Its root is `memory:NAME/`. */
export function memoryStore(name: string = "store"): Store {
  const root = `memory:${name}/`;
  const objects = new Map<string, { readonly bytes: Uint8Array; readonly info: ObjectInfo }>();
  const uri = (key: string): string => root + key;

  return {
    root,
    traits: { atomicWrite: true, persistent: false },
    uri,
    async read(key: string, options: ReadOptions = {}): Promise<ReadableStream<Uint8Array>> {
      const { start = 0, end, signal } = options;
      checkKey(key);
      signal?.throwIfAborted();
      const found = objects.get(key);
      if (found === undefined) {
        throw new StoreError(`Cannot read "${uri(key)}": it does not exist`, {
          uri: uri(key),
          kind: "missing",
        });
      }
      return await Promise.resolve(streamOf(found.bytes.slice(start, end)));
    },
    async write(key: string, body: Body, options: WriteOptions = {}): Promise<ObjectInfo> {
      const { ifAbsent = false, signal } = options;
      checkKey(key);
      const bytes = await toBytes(body, { signal });
      if (ifAbsent && objects.has(key)) {
        throw new StoreError(`Cannot create "${uri(key)}": it exists already`, {
          uri: uri(key),
          kind: "conflict",
        });
      }
      const info = { key, size: bytes.length, modified: Date.now() };
      objects.set(key, { bytes, info });
      return info;
    },
    stat(key: string): Promise<ObjectInfo | undefined> {
      checkKey(key);
      return Promise.resolve(objects.get(key)?.info);
    },
    async *list(prefix: string = ""): AsyncIterable<ObjectInfo> {
      for (const key of [...objects.keys()].filter((key) => key.startsWith(prefix)).sort()) {
        const found = objects.get(key);
        if (found !== undefined) yield found.info;
      }
    },
    delete(key: string): Promise<void> {
      checkKey(key);
      objects.delete(key);
      return Promise.resolve();
    },
  };
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller): void {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}
