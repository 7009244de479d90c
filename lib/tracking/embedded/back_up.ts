import { Database } from "./database.ts";

/**
 * Copy the file of a store to `runs.<name>.db` beside it and return the path of the copy. The caller holds the write lock:
 * then what was committed is in the file or in the write-ahead log, which is copied after it. A page that is moved from
 * one to the other meanwhile is whole in the log.
 *
 * Done with files, since SQLite's own ways need the permission for all files.
 */
export function backUp(path: string, name: string): string {
  const target = `${path.replace(/\.db$/, "")}.${name}.db`;
  const draft = `${target}.part`;
  for (const file of [draft, `${draft}-wal`, `${draft}-shm`]) removeIfThere(file);
  Deno.copyFileSync(path, draft);
  copyIfThere(`${path}-wal`, `${draft}-wal`);
  {
    using copy = new Database(draft, { readOnly: false, busyTimeout: 0 });
    // Takes the log in, so that the copy is one file.
    copy.exec("PRAGMA journal_mode = DELETE");
  }
  using file = Deno.openSync(draft, { read: true, write: true });
  file.syncSync();
  Deno.renameSync(draft, target);
  return target;
}

function copyIfThere(from: string, to: string): void {
  try {
    Deno.copyFileSync(from, to);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
