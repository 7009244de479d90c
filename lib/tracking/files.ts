import type { Body } from "../stores/store.ts";

/** What is known of a file of a run or model. */
export interface TrackedFile {
  /** Its path. */
  readonly path: string;
  /** Its size in bytes. */
  readonly size: number;
  /** SHA-256 of its bytes, in hexadecimal, where that is known. */
  readonly sha256?: string | undefined;
}

/** The files of a run or model. */
export interface TrackedFiles {
  /** Whose they are, in words: `run "shining-auk-417" (8f3c…)`. */
  readonly label: string;
  /** Store a file. */
  write(path: string, body: Body): Promise<TrackedFile>;
  /** Bytes of a file. */
  read(path: string): Promise<ReadableStream<Uint8Array>>;
  /** All files, in order of their paths. */
  list(): Promise<readonly TrackedFile[]>;
}
