import { resolve as resolvePath } from "node:path";
import { fileURLToPath } from "node:url";
import { localStore } from "./local_store.ts";
import { type PathResolver, pathResolver } from "./path_resolver.ts";
import { type RemoteOptions, remoteResolver, schemeOf } from "./remote_resolver.ts";
import type { ObjectInfo, Store, StoreKey } from "./store.ts";
import type { StoreTree } from "./transfer/transfer.ts";

/** What a path or URL names. */
export type StoreLocation =
  /** An object. */
  | { readonly kind: "object"; readonly store: Store; readonly key: string; readonly info: ObjectInfo }
  /** A folder, or a whole bucket. */
  | { readonly kind: "folder"; readonly store: Store; readonly prefix: string }
  /** Neither, so far: where an object of this name would be, and where a folder. */
  | { readonly kind: "nothing"; readonly place: StoreKey; readonly folder: StoreTree };

/** How to find what paths and URLs name. */
export interface LocatorOptions extends RemoteOptions {
  /** Folder that relative paths count from. @default {the current folder} */
  readonly root?: string | undefined;
}

/** Finds what paths and URLs name; places in one bucket or on one server share their store. Dispose of it to close connections. */
export interface StoreLocator extends AsyncDisposable {
  /** What a path or URL names. */
  (uri: string): Promise<StoreLocation>;
}

/** Make what finds out whether a path or URL names an object or a folder. */
export function createLocator({ root = ".", ...remoteOptions }: LocatorOptions = {}): StoreLocator {
  const resolve = pathResolver(root);
  const remote = remoteResolver();
  const locals = new Map<string, Store>();
  // One store for each folder, so that a copy onto itself can be told.
  const intern = (store: Store): Store => {
    const known = locals.get(store.root) ?? store;
    locals.set(store.root, known);
    return known;
  };
  const locate = async (uri: string): Promise<StoreLocation> => {
    const scheme = schemeOf(uri);
    return scheme === undefined || scheme === "file"
      ? await locateFile(uri, { root, resolve, intern })
      : await locateRemote(remote(uri, remoteOptions), uri);
  };
  return Object.assign(locate, { [Symbol.asyncDispose]: () => remote[Symbol.asyncDispose]() });
}

async function locateFile(
  uri: string,
  { root, resolve, intern }: {
    readonly root: string;
    readonly resolve: PathResolver;
    readonly intern: (store: Store) => Store;
  },
): Promise<StoreLocation> {
  const path = resolvePath(root, schemeOf(uri) === undefined ? uri : fileURLToPath(uri));
  const folder: StoreTree = { store: intern(localStore(path)), prefix: "" };
  if (await isFolder(path)) return { kind: "folder", ...folder };
  const { store, key } = resolve(path);
  const place = { store: intern(store), key };
  // Tells, too, what may not be looked at.
  const info = await place.store.stat(place.key);
  return info === undefined ? { kind: "nothing", place, folder } : { kind: "object", ...place, info };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}

async function locateRemote({ store, key }: StoreKey, uri: string): Promise<StoreLocation> {
  const bare = key.replace(/\/$/, "");
  const folder: StoreTree = { store, prefix: bare === "" ? "" : `${bare}/` };
  // Said so already: nobody needs to be asked.
  if (bare === "" || uri.endsWith("/")) return { kind: "folder", ...folder };
  const info = await store.stat(bare);
  if (info !== undefined) return { kind: "object", store, key: bare, info };
  for await (const _ of store.list(folder.prefix, { limit: 1 })) return { kind: "folder", ...folder };
  return { kind: "nothing", place: { store, key: bare }, folder };
}
