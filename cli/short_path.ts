import { isAbsolute, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CliContext } from "./context.ts";
import { userFolder } from "./project_folder.ts";

/** A path or file URL as somebody in the current folder would write it; other URLs as they are. */
export function shortPath(location: string, context: CliContext): string {
  if (/^[a-z][a-z0-9+.-]+:/.test(location) && !location.startsWith("file:")) return location;
  const path = location.startsWith("file:") ? fileURLToPath(location) : location;
  const from = userFolder(context);
  const short = relative(from, resolve(from, path));
  return short.startsWith("..") || isAbsolute(short) ? path : short || ".";
}
