import { toBytes } from "../../core/bytes.ts";
import { mapPool } from "../../core/pool.ts";
import type { ObjectInfo, StoreKey } from "../store.ts";
import { checkTargets } from "./check_targets.ts";
import { countBytes } from "./count_bytes.ts";
import { isSame } from "./is_same.ts";
import { listTree } from "./list_tree.ts";
import { checkConcurrency, CONCURRENCY, type StoreTree, type TreeOptions } from "./transfer.ts";

/** How to copy objects. */
export interface CopyTreeOptions extends TreeOptions {
  /** Leave alone what is there already with the same size and bytes. @default {false} */
  readonly update?: boolean | undefined;
}

/** What was copied. */
export interface CopyReport {
  /** How many objects were copied. */
  readonly copied: number;
  /** How many were there already. */
  readonly skipped: number;
  /** How many bytes the copied ones have. */
  readonly bytes: number;
}

/**
 * Copy a folder of objects from any store to any other. Objects of one store are copied by the store itself. Each is checked
 * on its way: its size, its SHA-256 where the source knows it, and that it did not change meanwhile. The bytes of at most
 * `concurrency` small objects are on their way at once; large ones go one by one, as a store may send parts of one in parallel.
 *
 * What was interrupted goes on with `update`: only what differs is copied again.
 *
 * @throws {StoreError} With kind `conflict` when the target cannot have all of the names beside each other; nothing is written
 * then. Else the first that an object meets; what was begun with it is ended first.
 * @throws {RangeError} When a folder is to be copied onto itself.
 */
export async function copyTree(
  from: StoreTree,
  to: StoreTree,
  options: CopyTreeOptions = {},
): Promise<CopyReport> {
  const { concurrency = CONCURRENCY, onEvent, signal } = options;
  checkConcurrency(concurrency);
  if (from.store === to.store && from.prefix === to.prefix) {
    throw new RangeError(`Cannot copy "${from.store.root}${from.prefix}" onto itself`);
  }
  // Listed before the first is written, as a folder may be copied into itself.
  const onOmitted = (name: string): void => onEvent?.({ kind: "omitted", name });
  const infos = await listTree(from, { onOmitted, signal });
  const targetOf = ({ key }: ObjectInfo) => ({
    store: to.store,
    key: to.prefix + key.slice(from.prefix.length),
  });
  await checkTargets(to, infos.map((info) => targetOf(info).key), { signal });
  onEvent?.({ kind: "listed", objects: infos.length, bytes: sum(infos) });
  const copy = (info: ObjectInfo) => copyOne({ ...info, store: from.store }, targetOf(info), options);
  const small = infos.filter(({ size }) => size < LARGE);
  const large = infos.filter(({ size }) => size >= LARGE);
  return report([...await mapPool(small, concurrency, copy), ...await mapPool(large, 1, copy)]);
}

/**
 * Copy one object from any store to any other, as {@linkcode copyTree} does.
 *
 * @throws {StoreError} When there is none, or it cannot be read or written.
 * @throws {RangeError} When it is to be copied onto itself.
 */
export async function copyObject(
  from: StoreKey,
  to: StoreKey,
  options: CopyTreeOptions = {},
): Promise<CopyReport> {
  if (from.store === to.store && from.key === to.key) {
    throw new RangeError(`Cannot copy "${from.store.uri(from.key)}" onto itself`);
  }
  options.signal?.throwIfAborted();
  // What is not there is refused by the read, in its own words.
  const info = await from.store.stat(from.key) ?? { key: from.key, size: 0, modified: 0 };
  options.onEvent?.({ kind: "listed", objects: 1, bytes: info.size });
  return report([await copyOne({ ...info, store: from.store }, to, options)]);
}

// Several of them at once would fill the memory.
const LARGE = 32 * 1024 * 1024;

/** Objects up to this size are read at once: a stream takes more memory than their bytes. */
const SMALL = 64 * 1024;

interface Outcome {
  readonly isCopied: boolean;
  readonly size: number;
}

async function copyOne(
  from: ObjectInfo & StoreKey,
  to: StoreKey,
  { update = false, onEvent, signal }: CopyTreeOptions,
): Promise<Outcome> {
  const { key, size } = from;
  signal?.throwIfAborted();
  onEvent?.({ kind: "begun", key, size });
  if (update && await isSame(from, to, { signal })) {
    onEvent?.({ kind: "skipped", key, size });
    return { isCopied: false, size };
  }
  const written = from.store === to.store
    ? await copyWithin(from, to, { onEvent, signal })
    : await copyAcross(from, to, { onEvent, signal });
  onEvent?.({ kind: "done", key, size: written.size });
  return { isCopied: true, size: written.size };
}

type Way = Pick<CopyTreeOptions, "onEvent" | "signal">;

async function copyWithin({ key }: StoreKey, to: StoreKey, { onEvent, signal }: Way): Promise<ObjectInfo> {
  const written = await to.store.copy(key, to.key, { signal });
  onEvent?.({ kind: "moved", key, bytes: written.size });
  return written;
}

async function copyAcross(
  from: ObjectInfo & StoreKey,
  to: StoreKey,
  { onEvent, signal }: Way,
): Promise<ObjectInfo> {
  const { store, key, size, etag, sha256 } = from;
  const stream = await store.read(key, { signal, ifMatch: etag });
  const count = (bytes: number): void => {
    if (bytes > 0) onEvent?.({ kind: "moved", key, bytes });
  };
  // A size of 0 may be one that a web server does not tell.
  const isSmall = size > 0 && size <= SMALL;
  const body = isSmall ? await toBytes(stream, { signal }) : countBytes(stream, count);
  const written = await to.store.write(to.key, body, { signal, sha256, size });
  if (body instanceof Uint8Array) count(body.length);
  return written;
}

function report(outcomes: readonly Outcome[]): CopyReport {
  const copied = outcomes.filter(({ isCopied }) => isCopied);
  return { copied: copied.length, skipped: outcomes.length - copied.length, bytes: sum(copied) };
}

function sum(items: readonly { readonly size: number }[]): number {
  return items.reduce((total, { size }) => total + size, 0);
}
