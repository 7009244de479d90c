/** What is used of modern-tar: entries of a tar archive, one after another. */
export interface TarModule {
  /** A transform from the bytes of an archive to its entries. */
  createTarDecoder(options: { readonly strict: boolean }): {
    readonly readable: ReadableStream<TarEntry>;
    readonly writable: WritableStream<Uint8Array>;
  };
}

/** An entry of a tar archive. Its body must be read or cancelled before the next entry comes. */
export interface TarEntry {
  /** What is said of it. */
  readonly header: {
    /** Path as written; folders may end with a slash. */
    readonly name: string;
    /** `file`, `directory`, `symlink`, `link` ... */
    readonly type?: string | undefined;
    /** Last change. */
    readonly mtime?: Date | undefined;
  };
  /** Its bytes. */
  readonly body: ReadableStream<Uint8Array>;
}

/** What is used of modern-tar to make an archive. */
export interface TarPackerModule {
  /** The bytes of an archive, and what adds entries to it. */
  createTarPacker(): {
    readonly readable: ReadableStream<Uint8Array>;
    readonly controller: {
      /** Add an entry; what is written is its body. */
      add(header: {
        readonly name: string;
        readonly size: number;
        readonly type: "file";
        readonly mtime: Date;
      }): WritableStream<Uint8Array>;
      /** End the archive. */
      finalize(): void;
      /** Break it off. */
      error(reason: unknown): void;
    };
  };
}

const SPECIFIER: string = "npm:modern-tar@0.8.6";

/** Load the part of modern-tar that makes archives. */
export function loadTarPacker(): Promise<TarPackerModule> {
  return import(SPECIFIER);
}

/** Load modern-tar. It is fetched when an archive is first opened. */
export function loadTar(): Promise<TarModule> {
  return import(SPECIFIER);
}
