import { isAbsolute, relative, resolve, sep } from "node:path";
import { commandPrefix, formatCommand } from "./command_prefix.ts";
import type { CliContext } from "./context.ts";
import { UsageError } from "./usage_error.ts";

/** Looks for a project at or above a folder; `findProject` of `mod.ts`. */
type Find = (dir: string) => Promise<string | undefined>;

/**
 * The project that a command is about: at or above the folder given, else the current one.
 *
 * @throws {UsageError} When there is none.
 */
export async function requireProject(
  context: CliContext,
  find: Find,
  folder: string | undefined,
): Promise<string> {
  const start = startFolder(context, folder);
  const root = await find(start);
  if (root === undefined) throw noProject(context, start);
  return root;
}

/** Where the search for a project begins: the folder that a flag names, from where the user stands, or the current one. */
export function startFolder(context: CliContext, folder: string | undefined): string {
  return folder === undefined ? context.cwd : resolve(userFolder(context), folder);
}

/** The error for a folder without a project. */
export function noProject(context: CliContext, folder: string): UsageError {
  const make = formatCommand(commandPrefix(context), ["new", "my-project"]);
  return new UsageError(
    `No project in "${folder}" or above it: a project has a kedge.ts. Make one with: ${make}`,
  );
}

/** The command to paste for `args`, with `--project` where the project is not found from the folder of the user. */
export function projectCommand(context: CliContext, root: string, args: readonly string[]): string {
  const from = userFolder(context);
  const path = relative(root, from);
  const isInside = path === "" || (path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path));
  return formatCommand(
    commandPrefix(context),
    isInside ? args : [...args, "--project", relative(from, root)],
  );
}

/** Where the user stands: a task may change the folder, and Deno tells where it was started. */
export function userFolder({ env, cwd }: CliContext): string {
  return (env("KEDGE_COMMAND") === undefined ? undefined : env("INIT_CWD")) ?? cwd;
}

/** A configuration source as a flag names it: a URL as it is, a path from where the user stands. */
export function resolveSource(context: CliContext, source: string): string;
/** A configuration source, if there is one. */
export function resolveSource(context: CliContext, source: string | undefined): string | undefined;
export function resolveSource(context: CliContext, source: string | undefined): string | undefined {
  if (source === undefined || /^[a-z][a-z0-9+.-]+:/i.test(source)) return source;
  return resolve(userFolder(context), source);
}
