import { TrackingError } from "../../core/errors.ts";
import { backUp } from "./back_up.ts";
import type { Database } from "./database.ts";
import { checkVersion, notAStore } from "./file_header.ts";
import { MIGRATIONS, SCHEMA_VERSION } from "./schema.ts";

/**
 * Give a file the tables of this version: make them in a new one, bring those of an older version forward. The older
 * file is copied first. All is done in one commit, so who dies or runs out of disk in the middle leaves the file as it
 * was. Several processes may come here; one of them is the first.
 */
export function migrate(database: Database, now: number): void {
  const found = readVersion(database);
  if (found === SCHEMA_VERSION) return;
  checkVersion(database.path, found);
  database.exec("PRAGMA synchronous = FULL");
  database.transaction(() => {
    const version = readVersion(database);
    checkVersion(database.path, version);
    if (version === 0) createTables(database, now);
    else if (version < SCHEMA_VERSION) upgrade(database, version);
  });
}

/** Make the tables in an empty database, inside a transaction. */
export function createTables(database: Database, now: number): void {
  const known = database.get<{ readonly tables: number }>("SELECT count(*) AS tables FROM sqlite_schema");
  if (known === undefined || known.tables > 0) throw notAStore(database.path);
  migrateTables(database, 0);
  // As in MLflow: experiment 0 is there from the beginning.
  database.run(
    "INSERT INTO experiments (experiment, name, creation_time, last_update_time) VALUES (0, 'Default', ?, ?)",
    now,
    now,
  );
}

/** Bring tables of a version forward, inside a transaction. */
export function migrateTables(database: Database, version: number): void {
  for (const sql of MIGRATIONS.slice(version)) database.exec(sql);
}

/** Version of the tables of a file; 0 when there are none. */
export function readVersion(database: Database): number {
  return database.get<{ readonly user_version: number }>("PRAGMA user_version")?.user_version ?? 0;
}

function upgrade(database: Database, version: number): void {
  try {
    backUp(database.path, `schema-${version}`);
    migrateTables(database, version);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new TrackingError(
      `Cannot bring the tracking store "${database.path}" from schema ${version} to ${SCHEMA_VERSION}, it is as it was: ` +
        error.message,
      { endpoint: database.path, code: error instanceof TrackingError ? error.code : "INTERNAL_ERROR" },
      { cause: error },
    );
  }
}
