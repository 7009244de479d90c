import { resolve } from "node:path";
import type { CliContext } from "./context.ts";
import { userFolder } from "./project_folder.ts";

/** A configuration source as a flag names it: a URL as it is, a path from where the user stands. */
export function resolveSource(context: CliContext, source: string | undefined): string | undefined {
  if (source === undefined || /^[a-z][a-z0-9+.-]+:/i.test(source)) return source;
  return resolve(userFolder(context), source);
}
