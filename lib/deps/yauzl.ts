/** What is used of yauzl: entries of a zip archive by its central directory. */
export interface ZipModule {
  /** Open an archive in memory. */
  fromBufferPromise(
    bytes: Uint8Array,
    options: { readonly lazyEntries: true; readonly strictFileNames: true },
  ): Promise<ZipFile>;
}

/** An open zip archive. */
export interface ZipFile {
  /** Its entries, one after another. */
  eachEntry(): AsyncIterable<ZipEntry>;
  /** The bytes of an entry; an entry that is longer than it says is an error of the stream. */
  openReadStream(entry: ZipEntry, then: (error: Error | null, stream: ZipStream | undefined) => void): void;
}

/** A stream of Node. */
export interface ZipStream extends AsyncIterable<Uint8Array> {
  /** Be told when it breaks. */
  on(event: "error", listener: (error: Error) => void): void;
}

/** An entry of a zip archive. */
export interface ZipEntry {
  /** Path; folders end with a slash. */
  readonly fileName: string;
  /** The upper half is the mode of Unix. */
  readonly externalFileAttributes: number;
  /** Last change. */
  getLastModDate(): Date;
  /** Whether a password is needed. */
  isEncrypted(): boolean;
}

const SPECIFIER: string = "npm:yauzl@3.4.0";

/** Load yauzl. It is fetched when an archive is first opened. */
export async function loadZip(): Promise<ZipModule> {
  const { default: yauzl } = await import(SPECIFIER) as { readonly default: ZipModule };
  return yauzl;
}
