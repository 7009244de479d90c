import type { Body, Store } from "../stores/store.ts";

/** Something that was written through a {@linkcode notingStore}. */
export interface Note {
  /** Where. */
  readonly store: Store;
  /** Under which key. */
  readonly key: string;
  /** The bytes, when they were not a stream. */
  readonly bytes: Uint8Array | undefined;
  /** How many there are. */
  readonly size: number;
}

/** Who wants to know what is written. */
export interface Listener {
  /** Told of bytes that are about to be written over what is there. */
  onBytes?(key: string, bytes: Uint8Array): void;
  /** Told of what has been written. */
  onWrite(note: Note): void;
}

/** A store that tells of everything that is written through it. */
export function notingStore(store: Store, listener: Listener): Store {
  return {
    root: store.root,
    traits: store.traits,
    uri: (key) => store.uri(key),
    read: (key, options) => store.read(key, options),
    async write(key: string, body: Body, options) {
      const bytes = body instanceof Uint8Array ? body : undefined;
      if (bytes !== undefined && options?.ifAbsent !== true) listener.onBytes?.(key, bytes);
      const info = await store.write(key, body, options);
      listener.onWrite({ store, key, bytes, size: info.size });
      return info;
    },
    stat: (key) => store.stat(key),
    list: (prefix, options) => store.list(prefix, options),
    delete: (key) => store.delete(key),
    async copy(from, to, options) {
      const info = await store.copy(from, to, options);
      listener.onWrite({ store, key: to, bytes: undefined, size: info.size });
      return info;
    },
    ...(store.obstacle !== undefined && { obstacle: (key) => store.obstacle!(key) }),
    leftovers: store.leftovers,
  };
}
