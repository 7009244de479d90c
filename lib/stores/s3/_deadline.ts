/** That nothing came for too long. */
export class TimeoutError extends Error {
  /** As the AWS SDK calls what may be tried again. */
  override readonly name = "TimeoutError";
}

/** How long to wait, and who may stop it. */
export interface DeadlineOptions {
  /** Milliseconds. */
  readonly timeout: number;
  /** Stops it earlier. */
  readonly signal?: AbortSignal | undefined;
}

/** Wait for work that takes a signal, and stop it when it takes too long. */
export async function withDeadline<T>(
  { timeout, signal }: DeadlineOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const stop = (): void => own.abort(signal?.reason);
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(() => own.abort(new TimeoutError(`Nothing came for ${timeout} ms`)), timeout);
  try {
    return await work(own.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** The chunks of a stream; each that is asked for must come in time. A stream that is left early is cancelled. */
export function withIdleTimeout(
  stream: ReadableStream<Uint8Array>,
  timeout: number,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new TimeoutError(`Nothing came for ${timeout} ms`)), timeout);
      });
      try {
        const { done, value } = await Promise.race([reader.read(), late]);
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(error);
        await reader.cancel(error).catch(() => {});
      } finally {
        clearTimeout(timer);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
