import { SCHEMA_1 } from "./schema_1.ts";
import { SCHEMA_2 } from "./schema_2.ts";
import { SCHEMA_3 } from "./schema_3.ts";

/**
 * SQL that takes the tables of a store from each version to the next, beginning with an empty file. A new store goes the
 * same way as an old one, so that both have the same tables. What has been released is never edited.
 */
export const MIGRATIONS: readonly string[] = [SCHEMA_1, SCHEMA_2, SCHEMA_3];

/** Version of the tables that this code reads and writes. A file with a greater one is refused. */
export const SCHEMA_VERSION: number = MIGRATIONS.length;
