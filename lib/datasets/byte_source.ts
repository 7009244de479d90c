/** Where a codec reads from. */
export interface ByteSource {
  /** All bytes. */
  bytes(): Promise<Uint8Array>;
  /** The bytes piece by piece. Each iteration opens the source anew. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Some of the bytes: from `start` to before `end`. */
  range(start: number, end: number): Promise<Uint8Array>;
  /** What the source is now, to see whether it was replaced. */
  info(): Promise<{ readonly size: number; readonly modified: number }>;
  /** Throw now when it cannot be opened, rather than when it is iterated. */
  check(): Promise<void>;
  /** An error about what was read, which names the source. Lines count from 1. */
  problem(message: string, options?: ErrorOptions & { readonly line?: number | undefined }): Error;
}

/**
 * What a codec that streams gives: a value that reads the source each time it is iterated and holds nothing open before.
 *
 * @throws {StoreError} When the source cannot be opened.
 */
export async function streamFrom<T>(
  source: ByteSource,
  read: (source: ByteSource) => AsyncIterator<T>,
): Promise<AsyncIterable<T>> {
  await source.check();
  return { [Symbol.asyncIterator]: () => read(source) };
}
