import { ROOT } from "./process.ts";

const SKIPPED: ReadonlySet<string> = new Set([".git", ".kedge", "node_modules", "coverage"]);

/** Paths below `folder` (with `/`, relative to the clone, sorted) that end with one of `extensions`. */
export async function listFiles(folder: string, extensions: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  await walk(folder === "." ? "" : folder, found);
  return found.filter((path) => extensions.some((extension) => path.endsWith(extension))).sort();
}

async function walk(folder: string, found: string[]): Promise<void> {
  try {
    for await (const entry of Deno.readDir(`${ROOT}${folder}`)) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile) found.push(path);
      if (entry.isDirectory && !SKIPPED.has(entry.name)) await walk(path, found);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
