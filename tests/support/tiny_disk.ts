import { capture } from "../../tasks/process.ts";
import { tempDir } from "./temp_dir.ts";

/** A disk that is soon full, unmounted at the end of the block that holds it. */
export interface TinyDisk extends AsyncDisposable {
  /** Folder it is mounted on. */
  readonly path: string;
  /** Let nothing be written from now on. */
  readonly makeReadOnly: () => Promise<void>;
}

/** Whether this user may mount disks, which root may on most machines and in some containers. */
export async function canMount(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  try {
    await using _disk = await tinyDisk();
    return true;
  } catch {
    return false;
  }
}

/** Mount a disk in memory with room for 64 KiB. */
export async function tinyDisk(): Promise<TinyDisk> {
  const dir = await tempDir();
  try {
    await run("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", dir.path]);
  } catch (error) {
    await dir[Symbol.asyncDispose]();
    throw error;
  }
  return {
    path: dir.path,
    makeReadOnly: () => run("mount", ["-o", "remount,ro", dir.path]),
    async [Symbol.asyncDispose]() {
      await run("umount", [dir.path]);
      await dir[Symbol.asyncDispose]();
    },
  };
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await capture(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
}
