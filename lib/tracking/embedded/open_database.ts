import { dirname } from "node:path";
import { Database } from "./database.ts";
import { checkFileHeader, checkVersion, notAStore } from "./file_header.ts";
import { SCHEMA, SCHEMA_VERSION } from "./schema.ts";

/** How safe a commit is: `normal` survives the death of every process, `full` the loss of power too. */
export type Durability = "normal" | "full";

/** How to open the file. */
export interface OpenDatabaseOptions {
  /** How safe a commit is. */
  readonly durability: Durability;
  /** Open it for reading, and write nothing, not even beside it. */
  readonly readOnly: boolean;
  /** How long to wait for other processes that write, in milliseconds. */
  readonly busyTimeout: number;
  /** When it is. */
  readonly now: number;
}

/** Open the database of a store, and make it when there is none. */
export function openDatabase(path: string, options: OpenDatabaseOptions): Database {
  if (!checkFileHeader(path)) Deno.mkdirSync(dirname(path), { recursive: true });
  const database = new Database(path, options);
  try {
    prepare(database, options);
    return database;
  } catch (error) {
    database[Symbol.dispose]();
    throw error;
  }
}

/** A store in memory without any run: what a project shows before its first run. */
export function openEmptyDatabase(now: number): Database {
  const database = new Database(":memory:", { readOnly: false, busyTimeout: 0 });
  createTables(database, now);
  return database;
}

function prepare(database: Database, { durability, readOnly, now }: OpenDatabaseOptions): void {
  if (readOnly) {
    checkVersion(database.path, readVersion(database));
    return;
  }
  if (readVersion(database) === 0) database.transaction(() => createTables(database, now));
  // Read again: the header may lag behind what a newer version left in the write-ahead log.
  checkVersion(database.path, readVersion(database));
  // After the tables, so that the header of the file says what it is from its first byte on.
  database.exec("PRAGMA journal_mode = WAL");
  database.exec(`PRAGMA synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
}

// Several processes may come here at once; inside the transaction one of them is the first.
function createTables(database: Database, now: number): void {
  const tables = database.get<{ readonly n: number }>("SELECT count(*) AS n FROM sqlite_schema")?.n ?? 0;
  if (readVersion(database) === SCHEMA_VERSION) return;
  if (tables > 0 || readApplicationId(database) !== 0) throw notAStore(database.path);
  database.exec(SCHEMA);
  database.run(
    "INSERT INTO experiments (experiment, name, creation_time, last_update_time) VALUES (0, 'Default', ?, ?)",
    now,
    now,
  );
}

function readVersion(database: Database): number {
  return database.get<{ readonly user_version: number }>("PRAGMA user_version")?.user_version ?? 0;
}

function readApplicationId(database: Database): number {
  return database.get<{ readonly application_id: number }>("PRAGMA application_id")?.application_id ?? 0;
}
