import { dirname, join } from "node:path";

/** The file that makes a folder a project. */
export const PROJECT_FILE: string = "kedge.ts";

/** The nearest folder at or above `dir` that holds {@linkcode PROJECT_FILE}, or `undefined`. */
export async function findProject(dir: string): Promise<string | undefined> {
  for (let folder = dir;; folder = dirname(folder)) {
    if (await isFile(join(folder, PROJECT_FILE))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    // A folder that may not be read cannot be the user's project; the search goes on above it.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) return false;
    throw error;
  }
}
