import { join } from "node:path";

/** Where configuration files come from: a folder, an archive or a server. Paths use `/`. */
export interface ConfigSource {
  /** Name of the whole, for messages: `conf`. */
  readonly name: string;
  /** Whether its files may name modules to load: whoever writes them can run code. */
  readonly mayNameModules: boolean;
  /** Paths of all files below a folder of it, sorted; `undefined` when there is no such folder. */
  list(folder: string): Promise<readonly string[] | undefined>;
  /** Whether it is there at all. */
  exists(): Promise<boolean>;
  /** Names of the folders at its top, sorted. */
  folders(): Promise<readonly string[]>;
  /** The bytes of a file. */
  read(path: string): Promise<Uint8Array>;
  /** Closes connections, where it keeps some. */
  close?(): Promise<void>;
}

// Deep enough for any configuration; links that lead in circles are cut by what was passed on the way.
const MAX_DEPTH = 16;

/** How to read a folder. */
export interface FolderSourceOptions {
  /** How messages call it. */
  readonly name: string;
  /** Whether files and folders whose name begins with a dot are left out. @default {true} */
  readonly ignoreHidden?: boolean | undefined;
}

/** Configuration in a folder of this machine. */
export function folderSource(folder: string, options: FolderSourceOptions): ConfigSource {
  const { name, ignoreHidden = true } = options;
  return {
    name,
    mayNameModules: true,
    exists: async () => await readFolder(folder, ignoreHidden) !== undefined,
    read: (path) => Deno.readFile(join(folder, path)),
    list: async (path) => {
      const files = await listFiles(join(folder, path), "", { ignoreHidden, above: [] });
      return files?.map((file) => `${path}/${file}`).sort();
    },
    folders: async () => {
      const entries = await readFolder(folder, ignoreHidden) ?? [];
      return entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => name).sort();
    },
  };
}

async function listFiles(
  folder: string,
  prefix: string,
  { ignoreHidden, above }: { readonly ignoreHidden: boolean; readonly above: readonly string[] },
): Promise<string[] | undefined> {
  const entries = await readFolder(folder, ignoreHidden);
  if (entries === undefined) return undefined;
  const here = await Deno.realPath(folder);
  if (above.includes(here) || above.length > MAX_DEPTH) return [];
  const files: string[] = [];
  for (const { name, isDirectory, isFile } of entries) {
    if (isFile) files.push(`${prefix}${name}`);
    if (isDirectory) {
      const inside = { ignoreHidden, above: [...above, here] };
      files.push(...await listFiles(join(folder, name), `${prefix}${name}/`, inside) ?? []);
    }
  }
  return files;
}

interface FolderEntry {
  readonly name: string;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
}

// Links are followed: mounted configuration (Kubernetes) is made of them.
async function readFolder(folder: string, ignoreHidden: boolean): Promise<FolderEntry[] | undefined> {
  const entries: FolderEntry[] = [];
  try {
    for await (const { name, isFile, isDirectory, isSymlink } of Deno.readDir(folder)) {
      if (ignoreHidden && name.startsWith(".")) continue;
      const target = isSymlink ? await statOrNothing(join(folder, name)) : { isFile, isDirectory };
      if (target !== undefined) {
        entries.push({ name, isFile: target.isFile, isDirectory: target.isDirectory });
      }
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
  return entries;
}

async function statOrNothing(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
