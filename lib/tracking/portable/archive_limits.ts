import { invalid } from "../limits.ts";

/** Bytes that an archive may hold, unpacked. */
export const LARGEST_ARCHIVE = 1024 ** 3;
/** Files that it may hold. */
export const MOST_FILES = 100_000;

/** A file that is to go into an archive. */
export interface ArchivedFile {
  /** Its size in bytes, where that is known. */
  readonly size?: number | undefined;
}

/**
 * Refuse to make an archive that could not be read again.
 *
 * @throws {TrackingError} When it would be too large.
 */
export function checkArchive(files: readonly ArchivedFile[], indexBytes: number): void {
  const bytes = files.reduce((sum, { size = 0 }) => sum + size, indexBytes);
  if (bytes <= LARGEST_ARCHIVE && files.length < MOST_FILES) return;
  throw invalid(
    `Cannot export these runs as one archive: it may hold at most 1 GiB and ${MOST_FILES} files, they have ` +
      `${(bytes / 1024 ** 3).toFixed(2)} GiB in ${files.length} file${
        files.length === 1 ? "" : "s"
      }. Export fewer runs at a time`,
  );
}
