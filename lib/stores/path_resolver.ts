import { basename, dirname, isAbsolute, relative, resolve, sep as SEPARATOR } from "node:path";
import { fileURLToPath } from "node:url";
import { localStore } from "./local_store.ts";
import { type RemoteOptions, remoteResolver, schemeOf } from "./remote_resolver.ts";
import type { Store, StoreKey } from "./store.ts";

/** Turns a path or URL into a place in a store. */
export type PathResolver = (path: string, options?: RemoteOptions) => StoreKey;

/**
 * Turns a `filepath` into a place in a store: below the folder `root`, absolute, or a URL. Nothing is touched, not even the
 * current folder, until the first path is asked for, and no server until the first use of what it is asked for. Dispose of it
 * to close the connections to other machines. `signal` holds for what is asked of those without a signal of its own.
 */
export function pathResolver(
  root: string,
  { signal }: Pick<RemoteOptions, "signal"> = {},
): PathResolver & AsyncDisposable {
  let rootStore: Store | undefined;
  const remote = remoteResolver();
  const resolvePath: PathResolver = (path, options) => {
    if (path.includes("\0")) throw new RangeError("A path must not contain a NUL character");
    const scheme = schemeOf(path);
    if (scheme !== undefined && scheme !== "file") {
      const place = remote(path, { signal, ...options });
      if (place.key !== "") return place;
      throw new RangeError(`It names all of a store: a key must follow, as ${place.store.root}folder/file`);
    }
    const file = resolve(root, scheme === undefined ? path : fileURLToPath(path));
    const below = relative(resolve(root), file).split(SEPARATOR);
    const isBelow = below[0] !== "" && below[0] !== ".." && !isAbsolute(below.join(SEPARATOR));
    if (!isBelow) return { store: localStore(dirname(file)), key: basename(file) };
    rootStore ??= localStore(root);
    return { store: rootStore, key: below.join("/") };
  };
  return Object.assign(resolvePath, { [Symbol.asyncDispose]: () => remote[Symbol.asyncDispose]() });
}
