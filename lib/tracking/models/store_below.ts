import type { ObjectInfo, Store } from "../../stores/store.ts";

/** A folder of a store as a store of its own: keys count from the folder. */
export function storeBelow(store: Store, folder: string): Store {
  const full = (key: string): string => `${folder}/${key}`;
  const below = (info: ObjectInfo): ObjectInfo => ({ ...info, key: info.key.slice(folder.length + 1) });
  return {
    root: `${store.uri(folder)}/`,
    traits: store.traits,
    uri: (key) => store.uri(full(key)),
    read: (key, options) => store.read(full(key), options),
    write: async (key, body, options) => below(await store.write(full(key), body, options)),
    async stat(key) {
      const info = await store.stat(full(key));
      return info && below(info);
    },
    async *list(prefix = "") {
      for await (const info of store.list(full(prefix))) yield below(info);
    },
    delete: (key) => store.delete(full(key)),
    copy: async (from, to, options) => below(await store.copy(full(from), full(to), options)),
  };
}
