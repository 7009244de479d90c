import type { Connection } from "./connection.ts";
import type { Database } from "./database.ts";

/** A file of which less than this is free is left as it is: to write it anew would take longer than that is worth. */
const WORTHWHILE = 0.1;

/**
 * Give the space in the file of a store that nothing is in any more back to the disk, and tell how many bytes that was. The file
 * is written anew, in one step; others may read meanwhile, and wait to write. While somebody keeps it busy it stays as it is.
 */
export function shrink(connection: Connection): number {
  const database = connection.forWriting();
  const { pages, free } = sizeOf(database);
  if (free < pages * WORTHWHILE) return 0;
  try {
    database.exec("VACUUM");
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    if (!(error instanceof Error && error.name === "TrackingError")) throw error;
  }
  const { pages: left, pageSize } = sizeOf(database);
  return Math.max(0, pages - left) * pageSize;
}

/** Bytes of a file that nothing is in, and how many there must be for it to be written anew. */
export function leastToShrink(database: Database): { readonly free: number; readonly least: number } {
  const { pages, free, pageSize } = sizeOf(database);
  return { free: free * pageSize, least: pages * WORTHWHILE * pageSize };
}

function sizeOf(
  database: Database,
): { readonly pages: number; readonly free: number; readonly pageSize: number } {
  return database.get<ReturnType<typeof sizeOf>>(
    "SELECT page_count AS pages, freelist_count AS free, page_size AS pageSize " +
      "FROM pragma_page_count, pragma_freelist_count, pragma_page_size",
  ) ?? { pages: 0, free: 0, pageSize: 0 };
}
