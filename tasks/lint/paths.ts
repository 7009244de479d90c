import { posix } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url)).replaceAll("\\", "/");

/** `filename` relative to the clone, with `/`; as it is when it lies elsewhere or is relative already. */
export function relativePath(filename: string): string {
  const path = filename.replaceAll("\\", "/");
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
}

/** The path, relative to the clone, that the relative `specifier` means in the file `from`. */
export function resolveImport(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier);
}

/** True for files that users run: the library, its barrel and the command line. */
export function isShipped(path: string): boolean {
  if (path.startsWith("cli/new/template/")) return false; // a project of a user
  return path === "mod.ts" || path.startsWith("lib/") || path.startsWith("cli/");
}
