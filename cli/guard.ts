import type { CliContext } from "./context.ts";
import { createStyle } from "./format/style.ts";

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
    context.process.exitCode = await reportError(context, error, options);
  }
}

// Not a literal import(): a command that goes well, or that only helps, needs none of it.
const REPORT_ERROR: string = "./report_error.ts";

/** Tell what went wrong, on standard error and with `json` on standard output too. Resolves to the exit code. */
export async function reportError(
  context: CliContext,
  error: unknown,
  options: GuardOptions,
): Promise<number> {
  const module: typeof import("./report_error.ts") = await import(REPORT_ERROR);
  const { isUsers, lines, data } = module.describeError(error, {
    style: createStyle(context.stderr.isColoured),
    root: options.root,
    width: context.stderr.size()?.columns,
  });
  const exitCode = isUsers ? EXIT.wrongUse : EXIT.failed;
  context.stderr.write(`${lines.join("\n")}\n`);
  if (options.json) writeJson(context, { error: data(exitCode) });
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
