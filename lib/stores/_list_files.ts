import { pathToFileURL as toFileUrl } from "node:url";
import { localStoreError } from "./_local_error.ts";
import { isTemporary as isTemporaryName, keyToPath, pathProblem } from "./local_path.ts";

/** Which files to list. */
export interface ListFilesOptions {
  /** Beginning of their keys. */
  readonly prefix: string;
  /** Whether paths are those of Windows. */
  readonly isWindows: boolean;
  /** List the files that are being written, or were when their process was killed, instead of all others. @default {false} */
  readonly isTemporary?: boolean | undefined;
}

/**
 * Keys of the files below a folder, in order. Links to folders are entered where the prefix names them and not met
 * otherwise, so that a link upwards does not lead in a circle.
 */
export async function* listFiles(folder: string, options: ListFilesOptions): AsyncIterable<string> {
  const pending = (await listNames(folder, options)).toReversed();
  for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
    if (!key.endsWith("/")) yield key;
    else {for (const child of (await listNames(folder, { ...options, prefix: key })).reverse()) {
        pending.push(child);
      }}
  }
}

/** Keys of what is right in a folder and begins with the prefix, in order: those of files, and with `/` behind them those of folders. */
export async function listNames(
  folder: string,
  { prefix, isWindows, isTemporary = false }: ListFilesOptions,
): Promise<string[]> {
  // Up to its last "/" a prefix names a folder, so nothing beside that needs to be read.
  const parent = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  if (parent !== "" && pathProblem(parent.slice(0, -1), isWindows) !== undefined) return [];
  const path = parent === "" ? folder : keyToPath(folder, parent.slice(0, -1), isWindows);
  const names = await readFolder(path, isTemporary);
  return names.map((name) => parent + name).filter((key) => key.startsWith(prefix));
}

// Names, with "/" behind those of folders: in this order, "a.txt" comes before all that is in "a/", as it does among keys.
async function readFolder(path: string, isTemporary: boolean): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(path)) {
      if (isDirectory) names.push(`${name}/`);
      else if (isTemporaryName(name) === isTemporary) names.push(name);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return [];
    throw localStoreError(error, { verb: "list", path, uri: toFileUrl(`${path}/`).href });
  }
  return names.sort();
}
