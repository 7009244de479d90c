/** Collects things and hands them over together, once per turn of the event loop. */
export interface PerTurn<T> {
  /** Add a thing. */
  add(item: T): void;
  /** Hand over now what is there. Throws what `take` throws; nothing is lost, the next attempt has it all. */
  flush(): void;
}

// A program that never ends its turn must not fill the memory.
const MOST = 1000;

/** Hand things over to `take` once per turn of the event loop, so that many of them share a commit. */
export function perTurn<T>(take: (items: readonly T[]) => void): PerTurn<T> {
  let items: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (items.length === 0) return;
    take(items);
    items = [];
  };
  // Nobody is there to catch an error; if it lasts, it shows at the last flush.
  const flushQuietly = (): void => {
    try {
      flush();
    } catch {
      // Kept for the next attempt.
    }
  };
  return {
    add: (item) => {
      items.push(item);
      if (items.length % MOST === 0) flushQuietly();
      else timer ??= setTimeout(flushQuietly, 0);
    },
    flush,
  };
}
