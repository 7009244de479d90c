import { toBytes } from "../../lib/core/bytes.ts";
import type { ObjectInfo, ReadOptions, Store } from "../../lib/stores/store.ts";

/** A text as bytes. */
export function utf8(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

/** The text of an object. */
export async function textOf(store: Store, key: string, range: ReadOptions = {}): Promise<string> {
  return new TextDecoder().decode(await toBytes(await store.read(key, range)));
}

/** What is known of all objects below a prefix. */
export async function infosOf(store: Store, prefix?: string): Promise<ObjectInfo[]> {
  return await Array.fromAsync(store.list(prefix));
}

/** All keys below a prefix. */
export async function keysOf(store: Store, prefix?: string): Promise<string[]> {
  return (await infosOf(store, prefix)).map(({ key }) => key);
}
