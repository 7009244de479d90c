import { storableText } from "../limits.ts";
import type { Database } from "./database.ts";
import { requireActiveRun, requireRun } from "./run_rows.ts";

/** A text that says what a run was made from, and its SHA-256, by which texts that runs share are stored once. */
export interface Snapshot {
  /** Its name: `configuration.json`. */
  readonly name: string;
  /** The text. */
  readonly text: string;
  /** SHA-256 of the text in hexadecimal. */
  readonly sha256: string;
}

/** Store snapshots of a run in one commit; a later one of a name replaces the earlier one. */
export function writeSnapshots(database: Database, runId: string, snapshots: readonly Snapshot[]): void {
  database.transaction(() => {
    const { run } = requireActiveRun(database, runId);
    for (const { name, text, sha256 } of snapshots) {
      database.run(
        "INSERT INTO contents (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING",
        sha256,
        storableText(text),
      );
      database.run(
        "INSERT INTO snapshots SELECT ?, ?, content FROM contents WHERE sha256 = ? " +
          "ON CONFLICT DO UPDATE SET content = excluded.content",
        run,
        name,
        sha256,
      );
    }
  });
}

/** Snapshots of a run by name. */
export function readSnapshots(database: Database, runId: string): Readonly<Record<string, string>> {
  const rows = database.all<{ readonly name: string; readonly text: string }>(
    "SELECT name, text FROM snapshots JOIN contents USING (content) WHERE run = ? ORDER BY name",
    requireRun(database, runId).run,
  );
  return Object.fromEntries(rows.map(({ name, text }) => [name, text]));
}
