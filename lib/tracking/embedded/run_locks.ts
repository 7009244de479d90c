import { join } from "node:path";
import { type FileLocking, SYSTEM_LOCKING } from "./file_lock.ts";

/** The word of a process that it works on a run; the system takes it back when the process dies. */
export interface RunLock {
  /**
   * Say that this process works on the run no more. `last` is called before, unless another process still works on it:
   * of several that let go at the same time, one calls it.
   */
  release(last?: () => void): void;
  /** Let go of the run unfinished, as if the process had died: it will be found interrupted. */
  abandon(): void;
}

/**
 * Who works on which run. Each process holds a lock on a file of its own, `locks/<run id>/<random>`, for as long as it
 * works on the run, so a run none of whose files is locked has been interrupted. Process ids are never asked: they are
 * used again, and mean nothing on another machine.
 *
 * One more file, the gate, is locked while locks are made, judged or taken away, so that nobody sees them half made.
 * Nothing is awaited behind the gate, as two runs in one process would wait for each other.
 */
export class RunLocks {
  readonly #folder: string;
  readonly #locking: FileLocking;

  /** The locks below a folder, which is made with the first of them. */
  constructor(folder: string, locking: FileLocking = SYSTEM_LOCKING) {
    this.#folder = folder;
    this.#locking = locking;
  }

  /** Hold a run. Gives `undefined` where files cannot be locked: there nobody can tell whether the run still lives. */
  hold(runId: string): RunLock | undefined {
    const folder = join(this.#folder, runId);
    return this.#behindGate(() => {
      Deno.mkdirSync(folder, { recursive: true });
      const path = join(folder, crypto.randomUUID());
      const lock = this.#locking.tryLock(path);
      if (lock.kind === "held") {
        return {
          release: (last) => this.#release(path, folder, { lock, last }),
          abandon: () => lock.release(),
        };
      }
      Deno.removeSync(path);
      removeEmpty(folder);
      return undefined;
    });
  }

  /** Name the runs that nobody holds any more to `judge`, and forget them once it has returned. */
  forgetAbandoned(judge: (runId: string) => void): void {
    if (namesIn(this.#folder).every((name) => name === GATE)) return;
    this.#behindGate(() => {
      for (const runId of namesIn(this.#folder)) {
        if (runId === GATE || this.#isHeld(join(this.#folder, runId))) continue;
        judge(runId);
        Deno.removeSync(join(this.#folder, runId), { recursive: true });
      }
    });
  }

  #release(
    path: string,
    folder: string,
    { lock, last }: { readonly lock: { release(): void }; readonly last: (() => void) | undefined },
  ): void {
    this.#behindGate(() => {
      if (last !== undefined && !this.#isHeld(folder, path)) last();
      lock.release();
      Deno.removeSync(path);
      removeEmpty(folder);
    });
  }

  // By anybody, or by anybody but the holder of one file.
  #isHeld(folder: string, own?: string): boolean {
    return namesIn(folder).some((name) => {
      if (join(folder, name) === own) return false;
      const lock = this.#locking.tryLock(join(folder, name));
      if (lock.kind === "held") lock.release();
      return lock.kind !== "held";
    });
  }

  #behindGate<T>(work: () => T): T | undefined {
    Deno.mkdirSync(this.#folder, { recursive: true });
    const gate = this.#locking.lock(join(this.#folder, GATE));
    if (gate.kind !== "held") return undefined;
    try {
      return work();
    } finally {
      gate.release();
    }
  }
}

const GATE = "gate";

function namesIn(folder: string): readonly string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return [];
    throw error;
  }
}

// Other processes may hold the same run.
function removeEmpty(folder: string): void {
  if (namesIn(folder).length === 0) Deno.removeSync(folder);
}
