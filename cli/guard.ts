import type { CliContext } from "./context.ts";
import { errorToJson, isUserError } from "./error_report.ts";
import { createStyle } from "./format/style.ts";
import { formatBug, formatUserError } from "./format_error.ts";
import { isThrownByUser } from "./stack_frames.ts";

/** How a command reports what goes wrong. */
export interface GuardOptions {
  /** Whether standard output is for JSON alone. */
  readonly json?: boolean | undefined;
  /** Folder of the project, once it is known. */
  root?: string | undefined;
}

/** Exit codes; a stopped run has 130 or 143, as a shell reports those signals. */
export const EXIT = { ok: 0, failed: 1, wrongUse: 2, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Do what a command does and set the exit code: the one it returns, 2 for an error that tells what to change, 1 for one
 * that nobody foresaw.
 */
export async function guard(
  context: CliContext,
  options: GuardOptions,
  action: () => Promise<number>,
): Promise<void> {
  try {
    context.process.exitCode = await action();
  } catch (error) {
    context.process.exitCode = reportError(context, error, options);
  }
}

/** Tell what went wrong, on standard error and with `json` on standard output too. Returns the exit code. */
export function reportError(
  context: CliContext,
  error: unknown,
  { json = false, root }: GuardOptions,
): number {
  const isUsers = isUserError(error) || isThrownByUser(error, root);
  const exitCode = isUsers ? EXIT.wrongUse : EXIT.failed;
  const options = { style: createStyle(context.stderr.isColoured), root };
  const lines = isUsers ? formatUserError(error, options) : formatBug(error, options);
  context.stderr.write(`${lines.join("\n")}\n`);
  if (json) writeJson(context, { error: errorToJson(error, exitCode) });
  return exitCode;
}

/** Write a value as JSON, the only thing on standard output. */
export function writeJson({ stdout }: CliContext, value: unknown): void {
  stdout.write(`${JSON.stringify(value, replaceNonJson, 2)}\n`);
}

// As MLflow's REST API writes them.
function replaceNonJson(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
