/** What is known of an object in a store. */
export interface ObjectInfo {
  /** Key below the root of the store, with `/` between segments. */
  readonly key: string;
  /** Size in bytes. */
  readonly size: number;
  /** Last change, in milliseconds since 1970. */
  readonly modified: number;
}

/** What a store can do beyond the required methods. */
export interface StoreTraits {
  /** True when `write()` replaces the object in one step, so that readers see old or new. */
  readonly atomicWrite: boolean;
  /** True when objects outlive the process. */
  readonly persistent: boolean;
}

/** How to read. */
export interface ReadOptions {
  /** First byte, from 0. @default {0} */
  readonly start?: number | undefined;
  /** Byte after the last one. @default {the end} */
  readonly end?: number | undefined;
  /** Stops the read. */
  readonly signal?: AbortSignal | undefined;
}

/** How to write. */
export interface WriteOptions {
  /** Refuse with kind `conflict` when the key is taken. @default {false} */
  readonly ifAbsent?: boolean | undefined;
  /** Stops the write; the old object stays. */
  readonly signal?: AbortSignal | undefined;
}

/** Bytes to write: all at once, or a stream. */
export type Body = Uint8Array | ReadableStream<Uint8Array>;

/**
 * Bytes under keys. Keys use `/`, never start with it, and hold no empty, `.` or `..` segment.
 * Every method throws a {@linkcode StoreError} that names the object's URI.
 */
export interface Store {
  /** Where keys are counted from: `file:///data/`, `memory:scratch/`. */
  readonly root: string;
  /** What it can do. */
  readonly traits: StoreTraits;
  /** URI of a key, for messages and records. */
  uri(key: string): string;
  /** Bytes of an object as a stream; kind `missing` when there is none. */
  read(key: string, options?: ReadOptions): Promise<ReadableStream<Uint8Array>>;
  /** Put an object, whole or not at all. */
  write(key: string, body: Body, options?: WriteOptions): Promise<ObjectInfo>;
  /** What is known of an object, or `undefined` when there is none. */
  stat(key: string): Promise<ObjectInfo | undefined>;
  /** Objects whose key starts with `prefix`, in order of their keys. */
  list(prefix?: string): AsyncIterable<ObjectInfo>;
  /** Remove an object; nothing happens when there is none. */
  delete(key: string): Promise<void>;
}

/** A place in a store: what a `filepath` resolves to. */
export interface StoreKey {
  /** The store. */
  readonly store: Store;
  /** The key in it. */
  readonly key: string;
}
