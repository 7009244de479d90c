import type { Database, SqlValue } from "../database.ts";
import { checkModelTag } from "../../models/model_names.ts";

/** A table of tags: `logged_model_tags` with `model`. */
export interface TagTable {
  /** Its name. */
  readonly table: string;
  /** The columns that say whose tags they are. */
  readonly owner: readonly string[];
}

/** Tags of logged models. */
export const LOGGED_MODEL_TAGS: TagTable = { table: "logged_model_tags", owner: ["model"] };
/** Tags of registered models. */
export const REGISTERED_MODEL_TAGS: TagTable = { table: "registered_model_tags", owner: ["registered"] };
/** Tags of versions. */
export const MODEL_VERSION_TAGS: TagTable = { table: "model_version_tags", owner: ["registered", "version"] };

/** Set tags, inside a transaction. */
export function writeTags(
  database: Database,
  { table, owner }: TagTable,
  { of, tags }: { readonly of: readonly SqlValue[]; readonly tags: Readonly<Record<string, string>> },
): void {
  const places = owner.map(() => "?").join(", ");
  for (const [key, value] of Object.entries(tags)) {
    checkModelTag(key, value);
    database.run(
      `INSERT INTO ${table} (${owner.join(", ")}, key, value) VALUES (${places}, ?, ?)
       ON CONFLICT DO UPDATE SET value = excluded.value`,
      ...of,
      key,
      value,
    );
  }
}

/** Tags by name. */
export function readTags(
  database: Database,
  { table, owner }: TagTable,
  of: readonly SqlValue[],
): Readonly<Record<string, string>> {
  const rows = database.all<{ readonly key: string; readonly value: string }>(
    `SELECT key, value FROM ${table} WHERE ${whose(owner)} ORDER BY key`,
    ...of,
  );
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

/** Remove a tag; nothing happens when there is none. */
export function removeTag(
  database: Database,
  { table, owner }: TagTable,
  { of, key }: { readonly of: readonly SqlValue[]; readonly key: string },
): void {
  database.run(`DELETE FROM ${table} WHERE ${whose(owner)} AND key = ?`, ...of, key);
}

function whose(owner: readonly string[]): string {
  return owner.map((column) => `${column} = ?`).join(" AND ");
}
