/** Indices of nodes that can run, lowest first: a binary heap. */
export class ReadyQueue {
  readonly #heap: number[] = [];

  /** Add an index. */
  add(index: number): void {
    const heap = this.#heap;
    let hole = heap.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (heap[parent]! <= index) break;
      heap[hole] = heap[parent]!;
      hole = parent;
    }
    heap[hole] = index;
  }

  /** Take the lowest index, or `undefined` when there is none. */
  take(): number | undefined {
    const heap = this.#heap;
    const lowest = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return lowest;
    let hole = 0;
    for (let child = 1; child < heap.length; child = 2 * hole + 1) {
      if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
      if (heap[child]! >= last) break;
      heap[hole] = heap[child]!;
      hole = child;
    }
    heap[hole] = last;
    return lowest;
  }
}
