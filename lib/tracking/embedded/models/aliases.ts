import type { Database } from "../database.ts";
import { checkAlias } from "../../models/model_names.ts";

/** Point an alias to a version, inside a transaction. */
export function setAlias(
  database: Database,
  registered: number,
  { alias, version }: { readonly alias: string; readonly version: number },
): void {
  checkAlias(alias);
  database.run(
    "INSERT INTO model_aliases VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version",
    registered,
    alias,
    version,
  );
}

/** Remove an alias; nothing happens when there is none. */
export function removeAlias(database: Database, registered: number, alias: string): void {
  database.run("DELETE FROM model_aliases WHERE registered = ? AND alias = ?", registered, alias);
}

/** Version of each alias. */
export function readAliases(database: Database, registered: number): Readonly<Record<string, string>> {
  const rows = database.all<{ readonly alias: string; readonly version: number }>(
    "SELECT alias, version FROM model_aliases WHERE registered = ? ORDER BY alias",
    registered,
  );
  return Object.fromEntries(rows.map(({ alias, version }) => [alias, String(version)]));
}
