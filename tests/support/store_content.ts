import { toBytes } from "../../lib/core/bytes.ts";
import { listFolder } from "../../lib/stores/transfer/list_folder.ts";
import type { ListOptions, ObjectInfo, ReadOptions, Store } from "../../lib/stores/store.ts";

/** A text as bytes. */
export function utf8(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

/** The text of an object. */
export async function textOf(store: Store, key: string, range: ReadOptions = {}): Promise<string> {
  return new TextDecoder().decode(await toBytes(await store.read(key, range)));
}

/** What is known of all objects below a prefix. */
export async function infosOf(store: Store, prefix?: string, options?: ListOptions): Promise<ObjectInfo[]> {
  return await Array.fromAsync(store.list(prefix, options));
}

/** What is right in a folder: keys of objects, and folders with a slash at the end. */
export async function namesIn(store: Store, prefix: string): Promise<string[]> {
  const entries = await Array.fromAsync(listFolder({ store, prefix }));
  return entries.map((entry) => entry.kind === "folder" ? entry.prefix : entry.info.key);
}

/** All keys below a prefix. */
export async function keysOf(store: Store, prefix?: string, options?: ListOptions): Promise<string[]> {
  return (await infosOf(store, prefix, options)).map(({ key }) => key);
}
