import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { TrackingError } from "../../core/errors.ts";
import { copyInMemory } from "./copy_in_memory.ts";
import { Database } from "./database.ts";
import { checkFileHeader, checkVersion } from "./file_header.ts";
import { migrate, readVersion } from "./migrate.ts";
import { SCHEMA_VERSION } from "./schema.ts";

/** How safe a commit is: `normal` survives the death of every process, `full` the loss of power too. */
export type Durability = "normal" | "full";

/** How to open the file. */
export interface OpenDatabaseOptions {
  /** How safe a commit is. */
  readonly durability: Durability;
  /** How long to wait for other processes that write, in milliseconds. */
  readonly busyTimeout: number;
  /** When it is, for a new file. */
  readonly now: number;
}

/** Open the database of a store, and make it when there is none. */
export function openDatabase(path: string, options: OpenDatabaseOptions): Database {
  const { durability, busyTimeout, now } = options;
  if (!checkFileHeader(path)) createFolder(dirname(path));
  return prepared(new Database(path, { readOnly: false, busyTimeout }), (database) => {
    // The header lags behind what is in the write-ahead log, so the version is asked again.
    migrate(database, now);
    // After the tables, so that the file says what it is from its first bytes on.
    database.exec("PRAGMA journal_mode = WAL");
    // 16 MB: a log that is emptied less often costs less to empty.
    database.exec("PRAGMA wal_autocheckpoint = 4000");
    database.exec(`PRAGMA synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
  });
}

/** Open the database of a store for reading. The file must be there. */
export function openForReading(path: string, { busyTimeout }: { readonly busyTimeout: number }): Database {
  checkFileHeader(path);
  try {
    return ofThisVersion(new Database(path, { readOnly: true, busyTimeout }));
  } catch (error) {
    if (!isReadOnlyError(error)) throw error;
  }
  // SQLite reads beside the file what was written last, and cannot make that file where nothing can be written. When
  // there is none, nothing was written since, and nobody can write now.
  if (sizeOf(`${path}-wal`) > 0) {
    throw new TrackingError(
      `Cannot read the tracking store "${path}": its folder is read-only, and it was not closed when it was last used. ` +
        "Copy the folder to a place that can be written to",
      { endpoint: path, code: "PERMISSION_DENIED" },
    );
  }
  return ofThisVersion(
    new Database(path, { uri: `${pathToFileURL(path).href}?immutable=1`, readOnly: true, busyTimeout }),
  );
}

/** Whether an error says that something cannot be written to. */
export function isReadOnlyError(error: unknown): boolean {
  if (error instanceof TrackingError) return error.code === "PERMISSION_DENIED";
  return error instanceof Deno.errors.NotCapable || error instanceof Deno.errors.PermissionDenied;
}

function createFolder(folder: string): void {
  try {
    Deno.mkdirSync(folder, { recursive: true });
    ignoreInGit(folder);
    syncFolder(dirname(folder));
  } catch (error) {
    if (!(error instanceof Error) || error instanceof Deno.errors.NotCapable) throw error;
    const code = error instanceof Deno.errors.PermissionDenied ? "PERMISSION_DENIED" : "INTERNAL_ERROR";
    throw new TrackingError(`Cannot make the folder "${folder}" for tracking: ${error.message}`, {
      endpoint: folder,
      code,
    }, { cause: error });
  }
}

// Runs are no part of the history of the code, in whatever repository a script is run.
function ignoreInGit(folder: string): void {
  try {
    Deno.writeTextFileSync(join(folder, ".gitignore"), "*\n", { createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

// A folder survives the loss of power when the one above has been told. Windows cannot open folders, and does not need to;
// where the one above may not be read, the system tells it in its own time.
function syncFolder(folder: string): void {
  if (Deno.build.os === "windows") return;
  if (Deno.permissions.querySync({ name: "read", path: folder }).state !== "granted") return;
  using file = Deno.openSync(folder);
  file.syncSync();
}

// What an older version wrote cannot be brought forward where it is.
function ofThisVersion(database: Database): Database {
  let isCurrent = false;
  try {
    const version = readVersion(database);
    checkVersion(database.path, version);
    isCurrent = version === SCHEMA_VERSION;
    return isCurrent ? database : copyInMemory(database);
  } finally {
    if (!isCurrent) database[Symbol.dispose]();
  }
}

function prepared(database: Database, prepare: (database: Database) => void): Database {
  try {
    prepare(database);
    return database;
  } catch (error) {
    database[Symbol.dispose]();
    throw error;
  }
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
