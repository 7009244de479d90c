import type { ObjectInfo, StoreKey } from "../store.ts";
import { hashObject } from "./hash_object.ts";

/** How to compare. */
interface SameOptions {
  /** Stops it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether an object is there already, with the same bytes: by size, then by what the stores know of them. Only what no store
 * can tell is read.
 */
export async function isSame(
  from: ObjectInfo & StoreKey,
  to: StoreKey,
  { signal }: SameOptions = {},
): Promise<boolean> {
  const found = await to.store.stat(to.key);
  if (found === undefined || found.size !== from.size) return false;
  const there = { ...found, store: to.store };
  // A listing tells less than a look at the object.
  const sha256 = from.sha256 ?? (await from.store.stat(from.key))?.sha256;
  const here = { ...from, sha256 };
  const needsBytes = here.sha256 === undefined || there.sha256 === undefined;
  const told = needsBytes
    ? await compare(there, here, { signal }) ?? await compare(here, there, { signal })
    : undefined;
  if (told !== undefined) return told;
  const [wanted, is] = await Promise.all([
    hashObject(here.store, here, { signal }),
    hashObject(there.store, there, { signal }),
  ]);
  return wanted === is;
}

/** Whether an object of unknown SHA-256 has the bytes of another, if its store can tell. */
async function compare(
  object: ObjectInfo & StoreKey,
  other: ObjectInfo & StoreKey,
  { signal }: SameOptions,
): Promise<boolean | undefined> {
  if (object.sha256 !== undefined) return undefined;
  const open = () => other.store.read(other.key, { signal, ifMatch: other.etag });
  return await object.store.hasBytes?.(object.key, { open, signal });
}
