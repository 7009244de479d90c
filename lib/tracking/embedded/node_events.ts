import { storableText } from "../limits.ts";
import type { NodeRecord } from "../run_records.ts";
import type { Database } from "./database.ts";
import { requireActiveRun, requireRun } from "./run_rows.ts";

/** Store what became of nodes, in one commit; a later record of a node replaces the earlier one. */
export function writeNodes(database: Database, runId: string, nodes: readonly NodeRecord[]): void {
  // Most nodes begin and end within a turn of the event loop.
  const latest = new Map(nodes.map((record) => [record.node, record]));
  database.transaction(() => {
    const { run } = requireActiveRun(database, runId);
    for (const { node, status, startTime, duration, error } of latest.values()) {
      database.run(
        "INSERT INTO nodes (run, node, status, start_time, duration, error) VALUES (?, ?, ?, ?, ?, ?) " +
          "ON CONFLICT (run, node) DO UPDATE SET status = excluded.status, start_time = excluded.start_time, " +
          "duration = excluded.duration, error = excluded.error",
        run,
        node,
        status,
        startTime,
        duration ?? null,
        error === undefined ? null : storableText(error),
      );
    }
  });
}

/** What became of the nodes of a run, in the order they started. */
export function readNodes(database: Database, runId: string): readonly NodeRecord[] {
  const rows = database.all<NodeRow>(
    "SELECT node, status, start_time, duration, error FROM nodes WHERE run = ? ORDER BY start_time, event",
    requireRun(database, runId).run,
  );
  return rows.map(({ node, status, start_time, duration, error }) => ({
    node,
    status,
    startTime: start_time,
    duration: duration ?? undefined,
    error: error ?? undefined,
  }));
}

interface NodeRow {
  readonly node: string;
  readonly status: NodeRecord["status"];
  readonly start_time: number;
  readonly duration: number | null;
  readonly error: string | null;
}
