import { readChunks } from "../../lib/core/bytes.ts";
import { StoreError, type StoreErrorKind } from "../../lib/core/errors.ts";
import type { Body, Store } from "../../lib/stores/store.ts";

/** Something that goes wrong in a store. */
export interface Fault {
  /** What goes wrong. */
  readonly on: "read" | "write" | "stat" | "list" | "delete";
  /** As what it is reported. */
  readonly kind: StoreErrorKind;
  /** Why, behind the colon: `the disk is full`. */
  readonly reason: string;
  /** Only for this key; for `list`, for this prefix. @default {all} */
  readonly key?: string | undefined;
  /** How many bytes are read or written before; without it, nothing is. */
  readonly afterBytes?: number | undefined;
}

/** The faults that disks and networks have. */
export const FAULTS = {
  fullDisk: { on: "write", kind: "unavailable", reason: "the disk is full", afterBytes: 100 },
  readOnlyDisk: { on: "write", kind: "denied", reason: "the disk is read-only" },
  deniedWrite: { on: "write", kind: "denied", reason: "the system does not permit it" },
  deniedRead: { on: "read", kind: "denied", reason: "the system does not permit it" },
  cutStream: { on: "read", kind: "unavailable", reason: "the connection was cut", afterBytes: 100 },
} as const satisfies Readonly<Record<string, Fault>>;

/** A store in which something goes wrong. What a fault does not name works as in `store`. */
export function faultStore(store: Store, faults: readonly Fault[]): Store {
  const find = (on: Fault["on"], key: string): Fault | undefined =>
    faults.find((fault) => fault.on === on && (fault.key === undefined || fault.key === key));
  const errorOf = ({ on, kind, reason }: Fault, key: string): StoreError => {
    const uri = key === "" ? store.root : store.uri(key);
    return new StoreError(`Cannot ${on} "${uri}": ${reason}`, { uri, kind });
  };
  const failNow = (on: Fault["on"], key: string): void => {
    const fault = find(on, key);
    if (fault !== undefined && fault.afterBytes === undefined) throw errorOf(fault, key);
  };

  const faulty: Store = {
    root: store.root,
    traits: store.traits,
    uri: (key) => store.uri(key),
    async read(key, options) {
      failNow("read", key);
      const stream = await store.read(key, options);
      const fault = find("read", key);
      return fault === undefined ? stream : cut(stream, fault, errorOf(fault, key));
    },
    async write(key, body, options) {
      failNow("write", key);
      const fault = find("write", key);
      return await store.write(
        key,
        fault === undefined ? body : cut(body, fault, errorOf(fault, key)),
        options,
      );
    },
    async stat(key) {
      failNow("stat", key);
      return await store.stat(key);
    },
    async *list(prefix = "", options) {
      failNow("list", prefix);
      yield* store.list(prefix, options);
    },
    async delete(key) {
      failNow("delete", key);
      await store.delete(key);
    },
    copy: async (from, to, options) => await faulty.write(to, await faulty.read(from, options), options),
  };
  return faulty;
}

function cut(body: Body, { afterBytes = 0 }: Fault, error: StoreError): ReadableStream<Uint8Array> {
  return ReadableStream.from((async function* () {
    const chunks = body instanceof Uint8Array ? [body] : readChunks(body);
    let left = afterBytes;
    for await (const chunk of chunks) {
      if (chunk.length >= left) {
        if (left > 0) yield chunk.subarray(0, left);
        throw error;
      }
      left -= chunk.length;
      yield chunk;
    }
    throw error;
  })());
}
