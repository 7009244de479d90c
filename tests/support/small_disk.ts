import { capture } from "../../tasks/process.ts";
import { tempDir } from "./temp_dir.ts";

/** A disk of its own, to be filled. */
export interface SmallDisk extends AsyncDisposable {
  /** Where it is mounted. */
  readonly path: string;
}

/** Mount a disk in memory; `undefined` where mounting is not permitted. */
export async function smallDisk(bytes: number): Promise<SmallDisk | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  const dir = await tempDir();
  const mount = ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", dir.path];
  const { code } = await capture("mount", mount).catch(() => ({ code: 1 }));
  if (code !== 0) {
    await dir[Symbol.asyncDispose]();
    return undefined;
  }
  return {
    path: dir.path,
    [Symbol.asyncDispose]: async () => {
      await capture("umount", [dir.path]);
      await dir[Symbol.asyncDispose]();
    },
  };
}

/** Whether {@linkcode smallDisk} works here. */
export async function canMount(): Promise<boolean> {
  await using disk = await smallDisk(1 << 20);
  return disk !== undefined;
}
