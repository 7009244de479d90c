import { basename, dirname, isAbsolute, relative, resolve, sep as SEPARATOR } from "node:path";
import { fileURLToPath } from "node:url";
import { localStore } from "../stores/local_store.ts";
import type { Store, StoreKey } from "../stores/store.ts";

/**
 * Turns a `filepath` into a place in a store: below the folder `root`, absolute, or a `file:` URL. Nothing is touched, not
 * even the current folder, until the first path is asked for.
 */
export function pathResolver(root: string): (path: string) => StoreKey {
  let rootStore: Store | undefined;
  return (path) => {
    const file = resolve(root, localPath(path));
    const below = relative(resolve(root), file).split(SEPARATOR);
    const isBelow = below[0] !== "" && below[0] !== ".." && !isAbsolute(below.join(SEPARATOR));
    if (!isBelow) return { store: localStore(dirname(file)), key: basename(file) };
    rootStore ??= localStore(root);
    return { store: rootStore, key: below.join("/") };
  };
}

// A single letter is a drive of Windows, not a scheme.
const SCHEME = /^([a-zA-Z][a-zA-Z0-9+.-]+):/;

function localPath(path: string): string {
  const scheme = SCHEME.exec(path)?.[1]?.toLowerCase();
  if (scheme === undefined) return path;
  if (scheme === "file") return fileURLToPath(path);
  throw new RangeError(`Paths of scheme "${scheme}:" are not supported yet, only plain paths and file: URLs`);
}
