import { TrackingError } from "../../core/errors.ts";

/** What SQLite says (its error codes do not reach us), and how we say it. */
const REASONS: readonly (readonly [text: string, reason: string, code: string])[] = [
  ["database is locked", "another process holds the write lock for too long", "TEMPORARILY_UNAVAILABLE"],
  ["database or disk is full", "the disk is full; what was stored before is intact", "RESOURCE_EXHAUSTED"],
  ["attempt to write a readonly database", "it is read-only", "PERMISSION_DENIED"],
  [
    "unable to open database file",
    "the file or its folder cannot be opened for writing",
    "PERMISSION_DENIED",
  ],
  ["file is not a database", "it is not a SQLite file", "DATA_LOSS"],
  ["database disk image is malformed", "the file is damaged", "DATA_LOSS"],
  ["disk I/O error", "the disk reports an error", "INTERNAL_ERROR"],
];

/** An error of SQLite in our words; permission errors of Deno and all others pass unchanged. */
export function sqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || (error as { code?: unknown }).code !== "ERR_SQLITE_ERROR") return error;
  const known = REASONS.find(([text]) => error.message.includes(text));
  const reason = known?.[1] ?? error.message;
  return new TrackingError(`Cannot use the tracking store "${path}": ${reason}`, {
    endpoint: path,
    code: known?.[2] ?? "INTERNAL_ERROR",
  }, { cause: error });
}
