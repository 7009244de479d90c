import { dirname, join, resolve } from "node:path";
import { Refusal } from "./_local_error.ts";
import { temporaryName } from "./local_path.ts";

/** How to replace a file. */
export interface ReplaceOptions {
  /** Fail when the name is taken. */
  readonly ifAbsent: boolean;
  /** Stops it; the old file stays. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Put chunks into a file in one step: they go to a temporary file in the same folder, are synced to disk, and then get the
 * name. Whatever happens, the name holds all of the old bytes or all of the new ones.
 */
export async function replaceFile(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  { ifAbsent, signal }: ReplaceOptions,
): Promise<Deno.FileInfo> {
  const target = await findTarget(path, ifAbsent);
  const temporary = join(dirname(target.path), temporaryName());
  try {
    const info = await writeSynced(temporary, chunks, target.mode);
    signal?.throwIfAborted();
    // A link fails when the name is taken, which a rename does not: of many writers, one wins.
    if (ifAbsent) await Deno.link(temporary, target.path);
    else await Deno.rename(temporary, target.path);
    await syncFolder(dirname(target.path));
    return info;
  } finally {
    // After a rename nothing is there. If it cannot be removed, its name says what it is.
    await Deno.remove(temporary).catch(() => {});
  }
}

interface Target {
  /** Where the file is, links followed. */
  readonly path: string;
  /** Who may do what with the file that is there now. */
  readonly mode?: number;
}

// A name can stand for more than bytes: a link to a file elsewhere, a file that is marked as read-only or private, a device.
// A rename alone would put a plain file in the place of each.
async function findTarget(path: string, ifAbsent: boolean): Promise<Target> {
  const found = await unlessMissing(Deno.lstat(path));
  if (found === undefined) return { path };
  if (ifAbsent) throw new Refusal("conflict", "it exists already");
  if (found.isSymlink) {
    const real = await unlessMissing(Deno.realPath(path));
    if (real !== undefined) return findTarget(real, ifAbsent);
    return findTarget(resolve(await Deno.realPath(dirname(path)), await Deno.readLink(path)), ifAbsent);
  }
  if (found.isDirectory) throw new Refusal("conflict", "it is a folder");
  if (!found.isFile) throw new Refusal("conflict", "it is not a plain file");
  // Refused when the file is marked as read-only; nothing is written.
  (await Deno.open(path, { write: true })).close();
  return found.mode === null ? { path } : { path, mode: found.mode & 0o777 };
}

async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function writeSynced(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  mode: number | undefined,
): Promise<Deno.FileInfo> {
  using file = await createFile(path);
  if (mode !== undefined && Deno.build.os !== "windows") await Deno.chmod(path, mode);
  for await (const chunk of chunks) {
    for (let done = 0; done < chunk.length;) done += await file.write(chunk.subarray(done));
  }
  await file.sync();
  return await file.stat();
}

async function createFile(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { write: true, createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await makeFolder(dirname(path));
    return await Deno.open(path, { write: true, createNew: true });
  }
}

// As mkdir({ recursive: true }), but each new folder is on disk before something is put into it.
async function makeFolder(path: string): Promise<void> {
  try {
    await makeOneFolder(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound) || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    // Once more and no more: some file systems, such as /proc, say "not found" whatever is there.
    await makeOneFolder(path);
  }
}

async function makeOneFolder(path: string): Promise<void> {
  try {
    await Deno.mkdir(path);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    throw error;
  }
  await syncFolder(dirname(path));
}

// A name is on disk when its folder is. Windows cannot open folders, and some network disks cannot sync them.
async function syncFolder(path: string): Promise<void> {
  try {
    using folder = await Deno.open(path);
    await folder.sync();
  } catch {
    // The bytes are in place all the same.
  }
}
