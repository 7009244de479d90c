import type { Database } from "./database.ts";
import { notAStore } from "./file_header.ts";
import { SCHEMA, SCHEMA_VERSION } from "./schema.ts";

/** Make the tables in a new file, inside a transaction. Several processes may come here; one of them is the first. */
export function createTables(database: Database, now: number): void {
  if (readVersion(database) === SCHEMA_VERSION) return;
  const known = database.get<{ readonly tables: number }>("SELECT count(*) AS tables FROM sqlite_schema");
  if (known === undefined || known.tables > 0) throw notAStore(database.path);
  database.exec(SCHEMA);
  // As in MLflow: experiment 0 is there from the beginning.
  database.run(
    "INSERT INTO experiments (experiment, name, creation_time, last_update_time) VALUES (0, 'Default', ?, ?)",
    now,
    now,
  );
}

/** Version of the tables of a file; 0 when there are none. */
export function readVersion(database: Database): number {
  return database.get<{ readonly user_version: number }>("PRAGMA user_version")?.user_version ?? 0;
}
