import { basename, dirname, join } from "node:path";
import { UsageError } from "../usage_error.ts";

/**
 * Write the files of a new project into `folder`, all of them or none: they are written beside it and then moved.
 *
 * @throws {UsageError} When there is something in the folder, or it cannot be written.
 */
export async function writeProject(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const isThere = await assertEmpty(folder);
  const draft = join(dirname(folder), `.${basename(folder)}-${crypto.randomUUID().slice(0, 8)}.tmp`);
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(draft, path)), { recursive: true });
      await Deno.writeTextFile(join(draft, path), text, { createNew: true });
    }
    if (isThere) await moveInside(draft, folder);
    else await Deno.rename(draft, folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot make a project in "${folder}": ${reason}`, { cause: error });
  } finally {
    await removeIfThere(draft);
  }
}

/** Whether the folder is there; it may be, when it is empty. */
async function assertEmpty(folder: string): Promise<boolean> {
  try {
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
    if (names.length === 0) return true;
    const some = names.slice(0, 5).map((name) => `"${name}"`).join(", ");
    const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
    throw new UsageError(`Cannot make a project in "${folder}" as it must be empty: it holds ${some}${more}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot make a project in "${folder}": it is not a folder that can be read`, {
      cause: error,
    });
  }
}

// The folder may be the current one of a shell, so it stays and what is in the draft moves.
async function moveInside(draft: string, folder: string): Promise<void> {
  const moved: string[] = [];
  try {
    for await (const { name } of Deno.readDir(draft)) {
      await Deno.rename(join(draft, name), join(folder, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved) await removeIfThere(join(folder, name));
    throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
