import type { RunRow } from "../embedded/run_rows.ts";
import type { Change, Outbox, Replica } from "./outbox.ts";

/** A param or tag of a run that a target lacks. */
export interface UnsentText {
  /** That it is to be sent. */
  readonly change: Change;
  /** Its name. */
  readonly key: string;
  /** Its value; `undefined` for a tag that was removed. */
  readonly value: string | undefined;
}

/** Params or tags of a run that a target lacks, at most so many. */
export function readTexts(
  outbox: Outbox,
  replica: Replica,
  { kind, row, limit }: { readonly kind: "param" | "tag"; readonly row: RunRow; readonly limit: number },
): readonly UnsentText[] {
  const sql = `SELECT value FROM ${kind}s WHERE run = ? AND key = ?`;
  return outbox.changes(replica, kind, limit).map((change) => ({
    change,
    key: change.key,
    value: outbox.database.get<{ readonly value: string }>(sql, row.run, change.key)?.value,
  }));
}
