/** Gives up what has been silent for too long. */
export interface IdleLimit extends Disposable {
  /** Aborted after the silence, or when the caller stops. */
  readonly signal: AbortSignal;
  /** Whether it was the silence. */
  readonly isOver: boolean;
  /** Something came, or is waited for again: wait anew. */
  touch(): void;
  /** Nothing is waited for at present. */
  pause(): void;
}

/** Begin to wait. Dispose of it when all has come. */
export function idleLimit(milliseconds: number, stop?: AbortSignal): IdleLimit {
  const controller = new AbortController();
  let isOver = false;
  // A server may answer before it has taken all that is sent, which then goes on for a while.
  let isDisposed = false;
  const expire = (): void => {
    isOver = true;
    controller.abort();
  };
  let timer = setTimeout(expire, milliseconds);
  const signal = stop === undefined ? controller.signal : AbortSignal.any([controller.signal, stop]);
  return {
    signal,
    get isOver() {
      return isOver;
    },
    touch() {
      clearTimeout(timer);
      if (!signal.aborted && !isDisposed) timer = setTimeout(expire, milliseconds);
    },
    pause: () => clearTimeout(timer),
    [Symbol.dispose]: () => {
      isDisposed = true;
      clearTimeout(timer);
    },
  };
}

/** What a promise gives, or the reason of a signal that stops the waiting for it. */
export async function untilStopped<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    if (signal.aborted) stop();
    return await Promise.race([promise, stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/**
 * The same bytes; each piece that passes starts the waiting anew. Of bytes that come from a server the next piece is waited for
 * when it is asked for only, and nothing after the last one.
 */
export function watched(
  body: ReadableStream<Uint8Array>,
  limit: IdleLimit,
  { comesIn, onError = (error) => error }: {
    /** Whether the bytes come from the server, or go to it. */
    readonly comesIn: boolean;
    /** What to fail with when the stream fails. */
    readonly onError?: ((error: unknown) => unknown) | undefined;
  },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  // fetch itself forgets to stop a body whose Response nobody holds any more.
  const stop = (): void => void reader.cancel(limit.signal.reason).catch(() => {});
  limit.signal.addEventListener("abort", stop, { once: true });
  const end = (): void => {
    limit.signal.removeEventListener("abort", stop);
    if (comesIn) limit[Symbol.dispose]();
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        if (comesIn) limit.touch();
        const { done, value } = await reader.read();
        limit.signal.throwIfAborted();
        // Whoever reads slowly is not the server; whoever is sent to is.
        if (comesIn) limit.pause();
        else limit.touch();
        if (!done) return controller.enqueue(value);
        end();
        controller.close();
      } catch (error) {
        end();
        controller.error(onError(error));
      }
    },
    async cancel(reason) {
      end();
      await reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
