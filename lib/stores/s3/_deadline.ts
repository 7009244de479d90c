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

/** Do work that takes a signal and that is stopped only some milliseconds after it should be. */
export async function withGrace<T>(
  { grace, signal }: { readonly grace: number; readonly signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const own = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => void (timer = setTimeout(() => own.abort(signal?.reason), grace));
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await work(own.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** The same stream; each chunk that is asked for must come in time. */
export function withIdleTimeout(
  stream: ReadableStream<Uint8Array>,
  timeout: number,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  const watch = watchIdle(timeout);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await watch.race(reader.read());
        if (!done) return controller.enqueue(value);
        watch.end();
        controller.close();
      } catch (error) {
        watch.end();
        await reader.cancel(error).catch(() => {});
        throw error;
      }
    },
    async cancel(reason) {
      watch.end();
      await reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}

/** The bytes of a stream that has so many; each chunk must come in time. */
export async function readBytes(
  stream: ReadableStream<Uint8Array>,
  length: number,
  { timeout, signal }: DeadlineOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader({ mode: "byob" });
  const watch = watchIdle(timeout);
  const stop = (): void => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener("abort", stop, { once: true });
  try {
    // One more byte than there are, so that the end is read as well.
    let memory = new ArrayBuffer(length + 1);
    for (let at = 0;;) {
      const { done, value } = await watch.race(reader.read(new Uint8Array(memory, at)));
      signal?.throwIfAborted();
      // Reading takes the memory away, and gives it back with what was read.
      memory = value?.buffer ?? new ArrayBuffer(0);
      if (done) return new Uint8Array(memory.slice(0, at));
      at += value.byteLength;
    }
  } catch (error) {
    await reader.cancel(error).catch(() => {});
    throw error;
  } finally {
    watch.end();
    signal?.removeEventListener("abort", stop);
  }
}

interface Watch {
  /** Wait for work, but not for longer than the timeout. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Nothing more is waited for. */
  end(): void;
}

// A large object has tens of thousands of chunks: one timer serves them all, and sets itself anew when it was early.
function watchIdle(timeout: number): Watch {
  let since: number | undefined;
  let fail: (error: Error) => void = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const arm = (milliseconds: number): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (since === undefined) return;
      const left = since + timeout - performance.now();
      if (left > 0) arm(left);
      else fail(new TimeoutError(`Nothing came for ${timeout} ms`));
    }, milliseconds);
  };
  return {
    async race(work) {
      since = performance.now();
      if (timer === undefined) arm(timeout);
      const late = new Promise<never>((_, reject) => fail = reject);
      try {
        return await Promise.race([work, late]);
      } finally {
        since = undefined;
      }
    },
    end() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
