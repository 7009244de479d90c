/** What became of the wish to lock a file. */
export type LockAttempt =
  /** It is locked until `release()`, or until the process dies. */
  | { readonly kind: "held"; release(): void }
  /** Somebody else has locked it. */
  | { readonly kind: "taken" }
  /** The file system knows no locks. */
  | { readonly kind: "refused" };

/** How files are locked. */
export interface FileLocking {
  /** Lock a file, making it when there is none; do not wait. */
  tryLock(path: string): LockAttempt;
  /** Lock a file, making it when there is none, and wait for whoever has it. */
  lock(path: string): LockAttempt;
}

/** Advisory locks of the system. They go with the process that holds them, however it ends. */
export const SYSTEM_LOCKING: FileLocking = {
  tryLock: (path) => attempt(path, (file) => file.tryLockSync(true)),
  lock: (path) =>
    attempt(path, (file) => {
      file.lockSync(true);
      return true;
    }),
};

function attempt(path: string, lock: (file: Deno.FsFile) => boolean): LockAttempt {
  const file = Deno.openSync(path, { create: true, write: true });
  try {
    if (lock(file)) return { kind: "held", release: () => file.close() };
  } catch {
    // The file was opened and can be written to: what fails here is locking itself.
    file.close();
    return { kind: "refused" };
  }
  file.close();
  return { kind: "taken" };
}
