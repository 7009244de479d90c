/** Something in an archive, as the archive tells of it. */
export interface ArchiveEntry {
  /** Its path, with `/` between segments. */
  readonly path: string;
  /** What it is. */
  readonly kind: "file" | "folder" | "link" | "encrypted" | "other";
  /** Last change, in milliseconds since 1970. */
  readonly modified: number;
  /** Its bytes; read before the next entry is asked for. */
  bytes(): AsyncIterable<Uint8Array>;
}
