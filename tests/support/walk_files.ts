import { join } from "node:path";

/** The paths of all files below a folder; none when it does not exist. */
export async function walkFiles(folder: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  const found = await Promise.all(entries.map(({ name, isDirectory }) => {
    const path = join(folder, name);
    return isDirectory ? walkFiles(path) : [path];
  }));
  return found.flat();
}
