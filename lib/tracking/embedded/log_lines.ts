import type { LogLevel } from "../../core/logger.ts";
import { storableText } from "../limits.ts";
import type { LogLine } from "../run_records.ts";
import type { Database } from "./database.ts";
import { requireActiveRun, requireRun } from "./run_rows.ts";

/** Add lines to the log of a run, in one commit. */
export function writeLogLines(database: Database, runId: string, lines: readonly LogLine[]): void {
  database.transaction(() => {
    const { run } = requireActiveRun(database, runId);
    for (const { time, level, node, message } of lines) {
      database.run(
        "INSERT INTO lines (run, time, level, node, message) VALUES (?, ?, ?, ?, ?)",
        run,
        time,
        level,
        node ?? null,
        storableText(message),
      );
    }
  });
}

/** The log of a run, in the order written. */
export function readLogLines(database: Database, runId: string): readonly LogLine[] {
  const rows = database.all<LineRow>(
    "SELECT time, level, node, message FROM lines WHERE run = ? ORDER BY line",
    requireRun(database, runId).run,
  );
  return rows.map(({ node, ...line }) => ({ ...line, node: node ?? undefined }));
}

interface LineRow {
  readonly time: number;
  readonly level: LogLevel;
  readonly node: string | null;
  readonly message: string;
}
