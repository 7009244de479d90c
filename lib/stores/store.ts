/** What is known of an object in a store. */
export interface ObjectInfo {
  /** Key below the root of the store, with `/` between segments. */
  readonly key: string;
  /** Size in bytes. */
  readonly size: number;
  /** Last change, in milliseconds since 1970. */
  readonly modified: number;
  /** Another one whenever the object is another one; what {@linkcode ReadOptions.ifMatch} takes. @default {not told} */
  readonly etag?: string | undefined;
  /** Its version, where the store keeps the old ones. @default {no versions} */
  readonly version?: string | undefined;
  /** SHA-256 of its bytes in hexadecimal, where it is known without reading them. @default {not told} */
  readonly sha256?: string | undefined;
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
  /** Refuse with kind `conflict` when the object has another `etag`: it has changed since it was looked at. @default {any} */
  readonly ifMatch?: string | undefined;
  /**
   * SHA-256 that the bytes must have, in hexadecimal; the stream ends with an error of kind `corrupt` when they have not.
   *
   * @default {what the store itself knows of them}
   */
  readonly sha256?: string | undefined;
  /** Stops the read. */
  readonly signal?: AbortSignal | undefined;
}

/** How to write. */
export interface WriteOptions {
  /** Refuse with kind `conflict` when the key is taken. @default {false} */
  readonly ifAbsent?: boolean | undefined;
  /** How many bytes there are, as far as is known: a store may plan by it, but does not count on it. @default {not known} */
  readonly size?: number | undefined;
  /** SHA-256 that the bytes must have, in hexadecimal; refused with kind `corrupt` otherwise, and the old object stays. */
  readonly sha256?: string | undefined;
  /** Stops the write; the old object stays. */
  readonly signal?: AbortSignal | undefined;
}

/** How to list. */
export interface ListOptions {
  /** No more than so many objects; an object store is asked for no more. @default {all} */
  readonly limit?: number | undefined;
  /**
   * Called with the name of each thing that stands there and is no object: a link to a folder or to nothing, a special file,
   * a key of another program that is none here. Marks of folders are not told.
   */
  readonly onOmitted?: ((name: string) => void) | undefined;
}

/** What is right in a folder: an object, or a folder, of which only the name is told. */
export type FolderEntry =
  | { readonly kind: "object"; readonly info: ObjectInfo }
  /** What all keys in it begin with: `"raw/2026/"`. */
  | { readonly kind: "folder"; readonly prefix: string };

/** How to copy. */
export interface CopyOptions {
  /** Stops the copy; what was there stays. */
  readonly signal?: AbortSignal | undefined;
}

/** How to compare an object with other bytes. */
export interface CompareOptions {
  /** Gives the other bytes; not called when the object cannot be compared. */
  readonly open: () => Promise<ReadableStream<Uint8Array>>;
  /** Stops it. */
  readonly signal?: AbortSignal | undefined;
}

/** What a write leaves behind when its process is killed: part of an upload, a temporary file. */
export interface Leftover {
  /** What the store calls it. */
  readonly id: string;
  /** The key that was written, or where the bytes lie. */
  readonly key: string;
  /** When it was begun, in milliseconds since 1970. */
  readonly begun: number;
  /** How many bytes it holds, where that is told. @default {not told} */
  readonly size?: number | undefined;
}

/** What a store can tell of writes that never ended. One that still goes on looks the same: look at {@linkcode Leftover.begun}. */
export interface Leftovers {
  /** All of them whose key starts with `prefix`. */
  list(prefix?: string): AsyncIterable<Leftover>;
  /** Remove one; nothing happens when it is gone. */
  remove(leftover: Leftover): Promise<void>;
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
  /**
   * Whether an object has the same bytes as others, for stores that may tell it without reading the object though its SHA-256
   * is not known; `undefined` when it has to be read.
   */
  hasBytes?(key: string, options: CompareOptions): Promise<boolean | undefined>;
  /** What keeps an object from being put under a key, for stores where something else may stand there: a folder. */
  obstacle?(key: string): Promise<string | undefined>;
  /**
   * What keeps objects from being put under these keys beside each other, a sentence for each, for stores where a name may be
   * in the way of another: a file and a folder, or names that differ by case alone.
   */
  obstacles?(keys: readonly string[], options?: CopyOptions): Promise<readonly string[]>;
  /** Objects whose key starts with `prefix`, in order of their keys. */
  list(prefix?: string, options?: ListOptions): AsyncIterable<ObjectInfo>;
  /**
   * What is right in a folder - `""`, or a prefix with a slash at its end - in order, for stores that can tell it without
   * listing all that is below.
   */
  listFolder?(prefix: string): AsyncIterable<FolderEntry>;
  /** Remove an object; nothing happens when there is none. */
  delete(key: string): Promise<void>;
  /** Put the bytes of an object under another key, whole or not at all; kind `missing` when there are none. */
  copy(from: string, to: string, options?: CopyOptions): Promise<ObjectInfo>;
  /** What writes left behind, where they can. @default {nothing can be left} */
  readonly leftovers?: Leftovers | undefined;
  /** Let go of connections, where it keeps some. It can be used again, and makes new ones then. */
  [Symbol.asyncDispose]?(): PromiseLike<void>;
}

/** A place in a store: what a `filepath` resolves to. */
export interface StoreKey {
  /** The store. */
  readonly store: Store;
  /** The key in it. */
  readonly key: string;
}
