/** Collects things and hands them over together, once per turn of the event loop. */
export interface PerTurn<T> {
  /** Add a thing. */
  add(item: T): void;
  /** Hand over now what is there. */
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
    const taken = items;
    items = [];
    take(taken);
  };
  return {
    add: (item) => {
      items.push(item);
      if (items.length >= MOST) flush();
      else timer ??= setTimeout(flush, 0);
    },
    flush,
  };
}
