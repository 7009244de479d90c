import { dirname, join } from "node:path";

/** The nearest folder at or above `dir` that holds a tracking store (`.kedge/runs.db`), or `undefined`. */
export async function findStore(dir: string): Promise<string | undefined> {
  for (let folder = dir;; folder = dirname(folder)) {
    if (await isFile(join(folder, ".kedge", "runs.db"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false; // not there, or not to be read: then it is not the store of whoever asks
  }
}
