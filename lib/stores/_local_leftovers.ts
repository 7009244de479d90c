import { join } from "node:path";
import { pathToFileURL as toFileUrl } from "node:url";
import { listFiles } from "./_list_files.ts";
import { localStoreError } from "./_local_error.ts";
import { isTemporary } from "./local_path.ts";
import type { Leftover, Leftovers } from "./store.ts";

/** The temporary files below a folder: of writes that go on, and of those whose process was killed. */
export function localLeftovers(
  folder: string,
  { isWindows }: { readonly isWindows: boolean },
): Leftovers {
  const pathOf = (key: string): string => join(folder, ...key.split("/"));
  return {
    async *list(prefix: string = ""): AsyncIterable<Leftover> {
      for await (const key of listFiles(folder, { prefix, isWindows, isTemporary: true })) {
        const info = await Deno.lstat(pathOf(key)).catch(() => undefined);
        // The write has ended in the meantime.
        if (info === undefined) continue;
        yield {
          id: key,
          key,
          begun: info.birthtime?.getTime() ?? info.mtime?.getTime() ?? 0,
          size: info.size,
        };
      }
    },
    async remove({ id }: Leftover): Promise<void> {
      const segments = id.split("/");
      if (!isTemporary(segments.at(-1) ?? "") || segments.some((segment) => /^\.{0,2}$/.test(segment))) {
        throw new TypeError(`Cannot remove ${JSON.stringify(id)}: it is no temporary file of a write`);
      }
      try {
        await Deno.remove(pathOf(id));
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return;
        const path = pathOf(id);
        throw localStoreError(error, { verb: "remove", path, uri: toFileUrl(path).href });
      }
    },
  };
}
