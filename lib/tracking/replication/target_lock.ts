import { join } from "node:path";
import { type FileLocking, type LockAttempt, SYSTEM_LOCKING } from "../embedded/file_lock.ts";

/**
 * Try to be the one who copies to a target: of all processes that use a store, one at a time does. The system takes the lock
 * back when that one dies, however it dies, so that the next one goes on at once.
 *
 * @param directory The folder that holds `.kedge`.
 */
export function lockTarget(
  directory: string,
  target: number,
  locking: FileLocking = SYSTEM_LOCKING,
): LockAttempt {
  const folder = join(directory, ".kedge", "targets");
  Deno.mkdirSync(folder, { recursive: true });
  return locking.tryLock(join(folder, `${target}.lock`));
}
