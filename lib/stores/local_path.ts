import { posix, win32 } from "node:path";
import { keyProblem } from "./key.ts";

/** Marks files that are being written: they have no key, and those of a killed process may be removed. */
const TEMPORARY = /^\.kedge-write-[0-9a-f]{16}$/;

/** A name for a file that is being written. */
export function temporaryName(): string {
  return `.kedge-write-${crypto.getRandomValues(new Uint8Array(8)).toHex()}`;
}

/** Whether a file is one that is being written, or was when its process was killed. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

/**
 * The path of a key below a folder.
 *
 * @throws {TypeError} When it is not a key, or cannot be a path on this system.
 */
export function keyToPath(folder: string, key: string, isWindows: boolean): string {
  const problem = pathProblem(key, isWindows);
  if (problem !== undefined) throw new TypeError(`Cannot use key ${JSON.stringify(key)}: ${problem}`);
  return (isWindows ? win32 : posix).join(folder, ...key.split("/"));
}

/** Why a key cannot be a path, or `undefined` when it can. */
export function pathProblem(key: string, isWindows: boolean): string | undefined {
  const problem = keyProblem(key);
  if (problem !== undefined) return problem;
  for (const segment of key.split("/")) {
    if (isTemporary(segment)) return `"${segment}" is kept for files that are being written`;
    const reason = isWindows ? windowsProblem(segment) : undefined;
    if (reason !== undefined) return reason;
  }
  return undefined;
}

// learn.microsoft.com/windows/win32/fileio/naming-a-file. A backslash would lead to another folder, a colon to another drive
// or stream, a device name to the device; a dot or space at the end is dropped, so two keys would be one file.
function windowsProblem(segment: string): string | undefined {
  // deno-lint-ignore no-control-regex -- control characters are what it looks for
  const sign = /[<>:"|?*\\\x01-\x1f]/.exec(segment)?.[0];
  if (sign !== undefined) return `Windows does not allow ${JSON.stringify(sign)} in file names`;
  if (/[. ]$/.test(segment)) return "Windows does not allow file names that end with a dot or a space";
  if (/^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)/i.test(segment)) {
    return `Windows keeps the name "${segment}" for a device`;
  }
  return undefined;
}
