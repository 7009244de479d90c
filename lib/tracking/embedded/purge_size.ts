import type { Database } from "./database.ts";
import { leastToShrink } from "./shrink.ts";

const LIST = "(SELECT value FROM json_each(?1))";

// Bytes of a row of each table that runs have rows in, with what its indexes hold of it.
const ROWS: Readonly<Record<string, string>> = {
  params: "2 * (octet_length(key) + octet_length(value)) + 22",
  tags: "2 * (octet_length(key) + octet_length(value)) + 22",
  metrics: "3 * octet_length(key) + 50",
  artifacts: "octet_length(path) + octet_length(sha256) + 14",
  nodes: "2 * octet_length(node) + octet_length(coalesce(error, '')) + 40",
  lines: "octet_length(message) + octet_length(coalesce(node, '')) + 35",
  dataset_uses: "60",
  snapshots: "2 * octet_length(name) + 20",
  runs: "octet_length(run_id) * 2 + octet_length(name) * 2 + octet_length(user_id) + 60",
};

// A point in its clustered table: four numbers, of which a timestamp takes six bytes and a value eight.
const POINT = 27;

// How full pages are that were written row by row.
const FILL = 0.88;

/**
 * By about how many bytes the file of a store becomes smaller when runs are removed, from the lengths of what it holds of them;
 * 0 when that is too little to write the file anew. `runs` are their numbers as JSON.
 */
export function estimateShrink(
  database: Database,
  { runs, points }: { readonly runs: string; readonly points: number },
): number {
  const rows = Object.entries(ROWS).map(([table, bytes]) =>
    bytesOf(database, `SELECT sum(${bytes}) AS bytes FROM ${table} WHERE run IN ${LIST}`, runs)
  );
  const contents = bytesOf(
    database,
    `SELECT sum(octet_length(text) + 80) AS bytes FROM contents WHERE content IN (
       SELECT content FROM snapshots WHERE run IN ${LIST} AND content NOT IN (
         SELECT content FROM snapshots WHERE run NOT IN ${LIST}))`,
    runs,
  );
  const freed = (points * POINT + contents + rows.reduce((sum, bytes) => sum + bytes, 0)) / FILL;
  const { free, least } = leastToShrink(database);
  const whole = Math.round(freed) + free;
  return whole < least ? 0 : whole;
}

function bytesOf(database: Database, sql: string, runs: string): number {
  return database.get<{ readonly bytes: number | null }>(sql, runs)?.bytes ?? 0;
}
