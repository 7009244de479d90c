/** A stream of these chunks. */
export function byteStream(chunks: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks);
}

/** A stream that fails after so many bytes. */
export function brokenBody(
  { after, error }: { readonly after: number; readonly error: unknown },
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array(after).fill(1)),
    pull: (controller) => controller.error(error),
  }, { highWaterMark: 0 });
}

/** A stream that brings nothing more after so many bytes, and does not end. */
export interface StalledBody {
  /** The stream. */
  readonly stream: ReadableStream<Uint8Array>;
  /** Whether whoever read it has let go of it. */
  readonly isCancelled: () => boolean;
}

/** Make a stream that stalls; `onStall` is called when a reader waits for what will not come. */
export function stalledBody(
  { after, onStall }: { readonly after: number; readonly onStall: () => void },
): StalledBody {
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(after).fill(1)),
    pull: () => {
      queueMicrotask(onStall);
      return new Promise(() => {});
    },
    cancel: () => void (isCancelled = true),
  }, { highWaterMark: 0 });
  return { stream, isCancelled: () => isCancelled };
}
