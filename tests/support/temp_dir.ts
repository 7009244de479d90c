import { join } from "node:path";

/** A folder that is removed at the end of the block that holds it. */
export interface TempDir extends AsyncDisposable {
  /** Its absolute path. */
  readonly path: string;
  /** The absolute path of something inside it. */
  join(...names: string[]): string;
  /** Write `files` (path to text) into it, making folders as needed. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
}

/** Make a temporary folder: `await using dir = await tempDir();`. */
export async function tempDir(): Promise<TempDir> {
  // The real path, as on macOS the temporary folder is behind a link.
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "kedge-test-" }));
  return {
    path,
    join: (...names) => join(path, ...names),
    write: async (files) => {
      for (const [name, text] of Object.entries(files)) {
        await Deno.mkdir(join(path, name, ".."), { recursive: true });
        await Deno.writeTextFile(join(path, name), text);
      }
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}
