/** The items of batches one by one, for callers that ask for one at a time, as `for await` does. An async generator would do the same at three times the cost of each item. */
export function oneByOne<T>(batches: AsyncGenerator<readonly T[], void, undefined>): AsyncIterator<T, void> {
  let batch: readonly T[] = [];
  let at = 0;
  const nextBatch = async (): Promise<IteratorResult<T, void>> => {
    while (at >= batch.length) {
      const { done, value } = await batches.next();
      if (done) return { done, value };
      batch = value;
      at = 0;
    }
    return { done: false, value: batch[at++]! };
  };
  return {
    next: () => at < batch.length ? Promise.resolve({ done: false, value: batch[at++]! }) : nextBatch(),
    async return(): Promise<IteratorResult<T, void>> {
      batch = [];
      await batches.return();
      return { done: true, value: undefined };
    },
  };
}
