import { errorToJson, isUserError } from "./error_report.ts";
import { formatBug, type FormatErrorOptions, formatUserError } from "./format_error.ts";
import { isThrownByUser } from "./stack_frames.ts";

/** What is said of an error that ended a command. */
export interface ErrorReport {
  /** Whether its reader can do something about it; otherwise it is a mistake of Kedge. */
  readonly isUsers: boolean;
  /** For people. */
  readonly lines: readonly string[];
  /** For programs. */
  data(exitCode: number): Record<string, unknown>;
}

/** Describe an error that ended a command. */
export function describeError(error: unknown, options: FormatErrorOptions): ErrorReport {
  const isUsers = isUserError(error) || isThrownByUser(error, options.root);
  return {
    isUsers,
    lines: isUsers ? formatUserError(error, options) : formatBug(error, options),
    data: (exitCode) => errorToJson(error, exitCode),
  };
}
