/** How to read bytes. */
export interface ReadBytesOptions {
  /** Stops it, also while the stream keeps one waiting. */
  readonly signal?: AbortSignal | undefined;
}

/** All bytes of a stream, or a copy of the bytes given. */
export async function toBytes(
  body: Uint8Array | ReadableStream<Uint8Array>,
  options: ReadBytesOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (body instanceof Uint8Array) {
    options.signal?.throwIfAborted();
    return new Uint8Array(body);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of readChunks(body, options)) {
    chunks.push(chunk);
    size += chunk.length;
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** The chunks of a stream, one after another. A stream that is not read to its end is cancelled. */
export async function* readChunks(
  body: ReadableStream<Uint8Array>,
  options: ReadBytesOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { signal } = options;
  const reader = body.getReader();
  // Ends the read that is waiting, if one is.
  const stop = (): void => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener("abort", stop, { once: true });
  let isAtEnd = false;
  try {
    while (true) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      isAtEnd = done;
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    if (!isAtEnd) await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}

/** The bytes of a stream from one on, so many of them; what comes after them is not read. */
export function cutStream(
  body: ReadableStream<Uint8Array> | null,
  { from, length }: { readonly from: number; readonly length: number },
): ReadableStream<Uint8Array> {
  if (body === null) return new Blob([]).stream();
  let at = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const piece = chunk.subarray(Math.max(0, from - at), Math.max(0, from + length - at));
        at += chunk.length;
        if (piece.length > 0) controller.enqueue(piece);
        if (at >= from + length) controller.terminate();
      },
    }),
  );
}

/** Reads a stream into memory that it is given; `undefined` for one that cannot, as only streams of bytes can. */
export function byteReader(stream: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: "byob" });
  } catch (error) {
    if (error instanceof TypeError && !stream.locked) return undefined;
    throw error;
  }
}
