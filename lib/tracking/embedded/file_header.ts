import { TrackingError } from "../../core/errors.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import { APPLICATION_ID } from "./schema_1.ts";

const HEADER_SIZE = 100;
const MAGIC = "SQLite format 3\0";
const USER_VERSION_OFFSET = 60;
const APPLICATION_ID_OFFSET = 68;

/**
 * Refuse a file that is no store of Kedge, or one of a newer version, by its first bytes alone: SQLite would write beside
 * the file, and perhaps into it, just by opening it. Returns false when there is no file yet.
 */
export function checkFileHeader(path: string): boolean {
  const header = readHeader(path);
  if (header === undefined) return false;
  // An empty file is a store that another process is making at this moment, or that it did not live to make.
  if (header.length === 0) return true;
  const view = new DataView(header.buffer);
  const isSqlite = header.length === HEADER_SIZE &&
    new TextDecoder().decode(header.subarray(0, MAGIC.length)) === MAGIC;
  if (!isSqlite || view.getUint32(APPLICATION_ID_OFFSET) !== APPLICATION_ID) throw notAStore(path);
  checkVersion(path, view.getUint32(USER_VERSION_OFFSET));
  return true;
}

/** Refuse a schema that only a newer Kedge understands. */
export function checkVersion(path: string, version: number): void {
  if (version <= SCHEMA_VERSION) return;
  throw new TrackingError(
    `Cannot open the tracking store "${path}": a newer version of Kedge wrote it (schema ${version}, this version reads up to ` +
      `${SCHEMA_VERSION}). Use that version; the file was not changed`,
    { endpoint: path, code: "INVALID_STATE" },
  );
}

/** The error for a file that is something else. */
export function notAStore(path: string): TrackingError {
  return new TrackingError(
    `Cannot open the tracking store "${path}": it is not a store of Kedge, or it is damaged. Move it away to start a new one`,
    { endpoint: path, code: "DATA_LOSS" },
  );
}

function readHeader(path: string): Uint8Array<ArrayBuffer> | undefined {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
  try {
    const bytes = new Uint8Array(HEADER_SIZE);
    return bytes.subarray(0, file.readSync(bytes) ?? 0);
  } finally {
    file.close();
  }
}
