import { Database, type SqlValue } from "./database.ts";
import { migrateTables, readVersion } from "./migrate.ts";

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
}

/** A copy of a store in memory with the tables of this version, for a file of an older one that cannot be written to. */
export function copyInMemory(old: Database): Database {
  const copy = new Database(":memory:", { readOnly: false, busyTimeout: 0 });
  const parts = old.all<SchemaRow>(
    "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
  );
  copy.transaction(() => {
    const tables = parts.filter(({ type }) => type === "table");
    for (const { sql } of tables) copy.exec(sql);
    for (const { name } of tables) copyRows(old, copy, name);
    // Indexes, and triggers, which would note that everything is new.
    for (const { sql } of parts.filter(({ type }) => type !== "table")) copy.exec(sql);
    migrateTables(copy, readVersion(old));
  });
  return copy;
}

function copyRows(from: Database, to: Database, table: string): void {
  for (const row of from.all<Readonly<Record<string, SqlValue>>>(`SELECT * FROM ${table}`)) {
    const values = Object.values(row);
    to.run(`INSERT INTO ${table} VALUES (${values.map(() => "?").join(", ")})`, ...values);
  }
}
