import type { FolderEntry, ObjectInfo } from "../store.ts";
import type { StoreTree } from "./transfer.ts";

/**
 * What is right in a folder, in order: its objects, and the folders in it, which are not looked into. A store that cannot tell
 * it by itself lists all that is below.
 */
export function listFolder({ store, prefix }: StoreTree): AsyncIterable<FolderEntry> {
  return store.listFolder?.(prefix) ?? topOf(store.list(prefix), prefix);
}

async function* topOf(infos: AsyncIterable<ObjectInfo>, prefix: string): AsyncIterable<FolderEntry> {
  let last: string | undefined;
  for await (const info of infos) {
    const end = info.key.indexOf("/", prefix.length);
    if (end < 0) {
      yield { kind: "object", info };
      continue;
    }
    // In order of keys, all of a folder comes in one piece.
    const folder = info.key.slice(0, end + 1);
    if (folder !== last) yield { kind: "folder", prefix: folder };
    last = folder;
  }
}
